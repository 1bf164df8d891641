resource "aws_dynamodb_contributor_insights" "table" {
  count = var.contributor_insights ? 1 : 0

  table_name = aws_dynamodb_table.this.name
}

resource "aws_dynamodb_contributor_insights" "index" {
  for_each = var.contributor_insights ? var.global_secondary_indexes : {}

  table_name = aws_dynamodb_table.this.name
  index_name = each.key
}
