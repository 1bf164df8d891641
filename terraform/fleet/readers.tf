# A DynamoDB stream serves two readers; a third makes all of them slow. Every mapping of the fleet is
# counted here by table, and output "stream_readers" refuses the plan that has too many.

locals {
  readers = concat(
    [for s in values(local.history_sources) : { table = s.table_name, reader = "history" }],
    flatten([for s in values(local.history_sources) : [for r in s.other_readers : { table = s.table_name, reader = r }]]),
    [for r in concat(["fanout"], try(tolist(var.fanout.table.other_readers), [])) : { table = var.fanout.table.table_name, reader = r } if var.fanout.enabled],
    # The aggregator has no room for a history, nor for anybody else, beside its own two.
    [for reader in ["aggregator-count", "aggregator-publish"] : { table = module.aggregator.table_name, reader = reader } if var.aggregator.enabled],
    [for table in module.processor.table_name[*] : { table = table, reader = "processor-run" }],
  )
  readers_by_table = { for r in distinct(local.readers) : r.table => r.reader... }

  history_sources = var.history.enabled ? var.history.sources : {}
}
