"""Catalogue, calendar and fee workbooks read into domain values with row-exact errors."""
