# A DynamoDB stream serves two readers; a third slows all of them. Replication is one of the two. Every mapping of the
# environment is counted here by table, and output "stream_readers" refuses a plan with too many.

locals {
  readers          = distinct(flatten(var.watch[*].readers))
  readers_by_table = { for r in local.readers : r.table_name => r... }

  crowded = [for table, readers in local.readers_by_table :
    "${table} has ${length(readers)} of ${min(readers[*].limit...)}: ${join(", ", readers[*].reader)}"
    if length(distinct(readers[*].reader)) > min(readers[*].limit...)
  ]
}
