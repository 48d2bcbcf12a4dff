"""The composition root: everything is built here and passed in; nothing here decides a rule."""
