locals {
  # The stream of a consumer.
  stream_arn = try(regex("^(.+:stream/[^/]+)/consumer/", var.source_arn)[0], var.source_arn)

  # Records come by subscription then, which is an action on the consumer; the rest stays with the stream.
  subscribe_statements = local.stream_arn == var.source_arn ? [] : [
    { Sid = "SubscribeToStream", Effect = "Allow", Action = ["kinesis:SubscribeToShard"], Resource = var.source_arn },
  ]

  source_actions = {
    dynamodb = [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ]
    kinesis = [
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
      "kinesis:ListStreams",
    ]
  }

  # A bucket's ARN names no account: if the bucket is deleted, another account may take its name.
  own_account = { StringEquals = { "s3:ResourceAccount" = split(":", var.function.alias_arn)[4] } }

  on_failure_statements = {
    # The keys that Lambda writes: aws/lambda/<mapping>/<shard>/<date>/<time>-<random>.
    s3 = [
      { Sid = "PutFailedRecords", Effect = "Allow", Action = ["s3:PutObject"], Resource = "${var.on_failure_arn}/aws/lambda/*", Condition = local.own_account },
      { Sid = "FindFailedRecords", Effect = "Allow", Action = ["s3:ListBucket"], Resource = var.on_failure_arn, Condition = local.own_account },
    ]
    sqs = [{ Sid = "SendFailedPositions", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = var.on_failure_arn }]
    sns = [{ Sid = "PublishFailedPositions", Effect = "Allow", Action = ["sns:Publish"], Resource = var.on_failure_arn }]
  }
}

resource "aws_iam_role_policy" "source" {
  count = var.function.role_name == null ? 0 : 1 # A role that was given is left alone.

  name = "${var.name}-source"
  role = var.function.role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Sid      = "ReadStream"
      Effect   = "Allow"
      Action   = local.source_actions[var.source_type]
      Resource = local.stream_arn
    }], local.subscribe_statements)
  })
}

resource "aws_iam_role_policy" "on_failure" {
  count = var.function.role_name == null ? 0 : 1

  name = "${var.name}-on-failure"
  role = var.function.role_name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.on_failure_statements[split(":", var.on_failure_arn)[2]]
  })
}
