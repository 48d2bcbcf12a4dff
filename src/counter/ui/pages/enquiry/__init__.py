"""4 咨询: questions asked at the hall, who answers for them, and the guide of a matter."""
