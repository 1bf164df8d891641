# Filters that can never match. Lambda takes them and then skips every record, without a word.

locals {
  no_objects = [for f in var.filters : f if !can(keys(jsondecode(f)))]

  filters = { for f in var.filters : f => jsondecode(f) if can(keys(jsondecode(f))) }

  roots = {
    dynamodb = ["dynamodb", "eventName", "userIdentity"]
    kinesis  = ["data"]
    fanout   = ["dynamodb", "eventName", "userIdentity"]
  }
  roots_text = {
    dynamodb = "A filter of a DynamoDB stream lies under `dynamodb`, `eventName` or `userIdentity`"
    kinesis  = "A filter of a Kinesis stream lies under `data`"
    fanout   = "A filter of a subscriber lies under `dynamodb`, `eventName` or `userIdentity`"
  }
  # A subscriber's filter sees what the history keeps, so that a replay is filtered alike.
  replayed_fields = ["ApproximateCreationDateTime", "Keys", "NewImage", "OldImage", "SequenceNumber"]
  change_fields   = var.source_type == "fanout" ? local.replayed_fields : concat(local.replayed_fields, ["SizeBytes", "StreamViewType"])
  event_names     = ["INSERT", "MODIFY", "REMOVE"]
  attribute_types = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL"]

  elsewhere = [
    for f, pattern in local.filters : f
    if var.source_type != "event" && length(setsubtract(concat(keys(pattern), flatten([for alternative in try(pattern["$or"], []) : try(keys(alternative), [])])), concat(lookup(local.roots, var.source_type, []), ["$or"]))) > 0
  ]

  # Lambda drops data that is not JSON, so that a pattern on plain text never matches.
  texts = [for f, pattern in local.filters : f if var.source_type == "kinesis" && can(pattern.data) && !can(keys(pattern.data))]

  # What follows concerns the changes of a table; an event and the data of a Kinesis record are anything.
  changes = { for f, pattern in local.filters : f => pattern if contains(["dynamodb", "fanout"], var.source_type) }

  unknown_fields = [for f, pattern in local.changes : f if length(setsubtract(try(keys(pattern.dynamodb), []), concat(local.change_fields, ["$or"]))) > 0]

  # Only names in plain text: what a prefix or an anything-but matches is not decided here.
  unknown_names = [
    for f, pattern in local.changes : f
    if can(pattern.eventName) && alltrue([for name in try([for n in pattern.eventName : n], []) : can(keys(name)) ? false : !contains(local.event_names, name)])
  ]

  untyped_at_the_top = [
    for f, pattern in local.changes : f if !contains(local.no_patterns, f) && anytrue(flatten([
      for image in ["Keys", "NewImage", "OldImage"] : [
        for attribute, typed in try(pattern.dynamodb[image], {}) :
        length(setsubtract(try(keys(typed), ["none"]), concat(local.attribute_types, ["$or"]))) > 0 if attribute != "$or"
      ]
    ]))
  ]

  refusals = {
    "A filter is a JSON object, like jsonencode({ eventName = [\"INSERT\"] })" = local.no_objects

    "In a pattern values stand in a list that is not empty, like { eventName = [\"INSERT\"] }, and besides plain ones it knows { numeric = [\">\", 1] }, { exists = true }, { prefix = \"a\" }, { suffix = \"a\" }, { equals-ignore-case = \"a\" }, { wildcard = \"a*\" }, { cidr = \"10.0.0.0/8\" }, { anything-but = [\"a\"] } and { anything-but = { prefix = \"a\" } }, each alone in its object and with a hyphen" = local.no_patterns

    "${lookup(local.roots_text, var.source_type, "")}. Elsewhere it never matches and every record is skipped" = local.elsewhere

    "The data of a Kinesis record is JSON: a filter names its members, like { data = { status = [500] } }" = local.texts

    "Under `dynamodb` a change has ${join(", ", local.change_fields)}. Under another name a filter never matches" = local.unknown_fields

    "The eventName of a change is INSERT, MODIFY or REMOVE. Another one never matches" = local.unknown_names

    "`numeric` or a value without quotes never matches what lies under S, N, B, SS, NS or BS, because the stream carries numbers, too, as strings. Compare with the exact string, like { N = [\"101\"] }, with a prefix, like { N = [{ prefix = \"4\" }] }, or filter on a marker attribute of type S" = local.numeric

    "What lies under BOOL or NULL is true or false without quotes. Compare like { BOOL = [true] }" = local.booleans

    "In Keys, NewImage and OldImage, and within maps and lists, the pattern of an attribute lies under its type, like { dynamodb = { NewImage = { state = { S = [\"READY\"] } } } }. Without the type it never matches" = local.untyped
  }
}
