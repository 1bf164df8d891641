# The tables of the Kinesis Client Library, under the names that it derives from the consumer's. Made here, so that no worker
# may create tables, and the first worker does not wait for them.

module "leases" {
  source = "../table"

  name     = local.name
  hash_key = { name = "leaseKey" }
  global_secondary_indexes = {
    LeaseOwnerToLeaseKeyIndex = {
      hash_key   = { name = "leaseOwner" }
      range_key  = { name = "leaseKey" }
      projection = "KEYS_ONLY"
    }
  }
  kms_key_arn         = var.kms_key_arn
  deletion_protection = var.deletion_protection
  tags                = var.tags
}

# Which worker leads, and the state of migrations of the library.
module "coordinator" {
  source = "../table"

  name                   = "${local.name}-CoordinatorState"
  hash_key               = { name = "key" }
  kms_key_arn            = var.kms_key_arn
  point_in_time_recovery = false
  deletion_protection    = var.deletion_protection
  tags                   = var.tags
}

# Which workers live.
module "worker_metrics" {
  source = "../table"

  name                   = "${local.name}-WorkerMetricStats"
  hash_key               = { name = "wid" }
  kms_key_arn            = var.kms_key_arn
  point_in_time_recovery = false
  deletion_protection    = var.deletion_protection
  tags                   = var.tags
}
