# Finds the filters that can never match: Lambda takes them and then skips every record, without a word.
module "filters" {
  source = "../filters"

  source_type = var.source_type
  filters     = var.filters
}
