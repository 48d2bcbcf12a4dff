"""5 代理: major projects whose papers the hall gets for the investor."""
