"""What readers of table files share: text with places, counts as evidence, tables as long lists of cells."""
