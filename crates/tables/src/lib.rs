//! Reads tables as users have them: encodings, delimiters, heading rows, columns, workbooks, a position for every row.
