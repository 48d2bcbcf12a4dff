"""7 用印: the register of seals, newest first, of all or of one."""
