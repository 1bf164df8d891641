# Filters that can never match. Lambda takes them and then skips every record, without a word.

locals {
  filters = { for f in var.filters : f => jsondecode(f) if can(keys(jsondecode(f))) }

  filter_roots = {
    dynamodb = ["dynamodb", "eventName", "userIdentity"]
    kinesis  = ["data", "partitionKey"]
  }
  attribute_types = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL"]

  filters_elsewhere = [for f, pattern in local.filters : f if length(setsubtract(keys(pattern), local.filter_roots[var.source_type])) > 0]

  filters_numeric = [
    for f, pattern in local.filters : f
    if var.source_type == "dynamodb" && can(regex("\"N\":\\[[^]]*\"numeric\"", jsonencode(pattern)))
  ]

  filters_untyped = [
    for f, pattern in local.filters : f if anytrue(flatten([
      for image in ["Keys", "NewImage", "OldImage"] : [
        for attribute, typed in try(pattern.dynamodb[image], {}) :
        length(setsubtract(try(keys(typed), ["none"]), local.attribute_types)) > 0 if attribute != "$or"
      ]
    ]))
  ]
}
