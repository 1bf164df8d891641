# Beside the table's own stream, with its two readers and its 24 hours: as many readers and as long as the Kinesis stream has.
resource "aws_dynamodb_kinesis_streaming_destination" "this" {
  count = var.kinesis_stream == null ? 0 : 1

  table_name                               = aws_dynamodb_table.this.name
  stream_arn                               = var.kinesis_stream.arn
  approximate_creation_date_time_precision = var.kinesis_stream.precision
}
