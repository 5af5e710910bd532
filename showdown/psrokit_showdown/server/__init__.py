"""The real Showdown server on this machine, and policies as its users. In-process play needs none of this."""
