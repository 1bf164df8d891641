locals {
  # A Kinesis stream name holds 128 characters. A longer one keeps its head and ends in a hash.
  wanted_stream = "${var.shared.name_prefix}-${local.table_base}"
  own_stream    = length(local.wanted_stream) <= 128 ? local.wanted_stream : "${substr(local.wanted_stream, 0, 119)}-${substr(sha256(local.wanted_stream), 0, 8)}"

  stream = var.stream == null ? {
    arn             = one(aws_kinesis_stream.own[*].arn)
    name            = one(aws_kinesis_stream.own[*].name)
    retention_hours = var.own_stream.retention_hours
    } : {
    arn             = var.stream.arn
    name            = split("/", var.stream.arn)[1]
    retention_hours = var.stream.retention_hours
  }
}

resource "aws_kinesis_stream" "own" {
  count = var.enabled && var.stream == null ? 1 : 0

  name             = local.own_stream
  shard_count      = var.own_stream.shards
  retention_period = var.own_stream.retention_hours
  encryption_type  = "KMS"
  kms_key_id       = coalesce(var.shared.kms_key_arn, "alias/aws/kinesis")
  tags             = var.shared.tags

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
