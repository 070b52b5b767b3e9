"""Importing a file: it arrives, its columns are matched, it is tried, and then all good rows are written at once.

`runs` is what people do with it, `steps` what a worker does; `equipment_columns` and
`people_columns` say what a file may tell, `equipment_rows` and `people_rows` what becomes of it.
"""
