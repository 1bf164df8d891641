locals {
  read_actions = {
    dynamodb = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
    kinesis  = ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
  }

  # A bucket's ARN names no account: if the bucket is deleted, another account may take its name.
  own_account = { StringEquals = { "s3:ResourceAccount" = local.account } }

  on_failure_statements = {
    s3  = [{ Sid = "PutFailedRecords", Effect = "Allow", Action = ["s3:PutObject"], Resource = "${var.on_failure_arn}/aws/lambda/${local.name}/*", Condition = local.own_account }]
    sqs = [{ Sid = "SendFailedPositions", Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:SendMessage"], Resource = var.on_failure_arn }]
  }

  lease_tables = [module.leases.arn, module.coordinator.arn, module.worker_metrics.arn]

  worker_statements = concat(
    [
      { Sid = "ReadStream", Effect = "Allow", Action = local.read_actions[var.source_type], Resource = var.source_arn },
      {
        Sid    = "HoldLeases"
        Effect = "Allow"
        Action = [
          "dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan", "dynamodb:UpdateItem",
        ]
        Resource = local.lease_tables
      },
      { Sid = "FindLeases", Effect = "Allow", Action = ["dynamodb:Query"], Resource = "${module.leases.arn}/index/LeaseOwnerToLeaseKeyIndex" },
    ],
    local.on_failure_statements[split(":", var.on_failure_arn)[2]],
    [for s in var.statements : { Sid = s.sid, Effect = "Allow", Action = sort(s.actions), Resource = sort(s.resources) }],
  )

  execution_statements = concat(
    [{ Sid = "WriteLogs", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "${aws_cloudwatch_log_group.this.arn}:*" }],
    var.repository_arn == null ? [] : [
      { Sid = "PullImage", Effect = "Allow", Action = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = var.repository_arn },
      # It takes no resource.
      { Sid = "LogInToRegistry", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = "*" },
    ],
  )
}

# What ECS does for a worker, and what the worker does itself.
resource "aws_iam_role" "this" {
  for_each = toset(["execution", "worker"])

  name                 = "${local.name}-${each.key}"
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${local.region}:${local.account}:*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "worker" {
  name   = "worker"
  role   = aws_iam_role.this["worker"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.worker_statements })
}

resource "aws_iam_role_policy" "execution" {
  name   = "execution"
  role   = aws_iam_role.this["execution"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.execution_statements })
}
