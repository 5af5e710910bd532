"""The sections of a report, one file each: what it shows is computed here, how it looks stands in its template."""
