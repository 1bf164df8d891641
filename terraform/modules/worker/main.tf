locals {
  # Names of IAM roles hold 64 characters, and the longest here ends in "-execution".
  wanted_name = join("-", compact([var.name_prefix, var.name]))
  name        = length(local.wanted_name) <= 54 ? local.wanted_name : "${substr(local.wanted_name, 0, 45)}-${substr(sha256(local.wanted_name), 0, 8)}"

  region    = split(":", var.source_arn)[3]
  account   = split(":", var.source_arn)[4]
  partition = split(":", var.source_arn)[1]
  port      = 8080

  # The worker's own; the rest of the environment is the function's.
  settings = {
    WORKER_NAME             = local.name
    WORKER_STREAM_ARN       = var.source_arn
    WORKER_HANDLER          = var.handler
    WORKER_ON_FAILURE_ARN   = var.on_failure_arn
    WORKER_FILTERS          = "[${join(",", var.filters)}]"
    WORKER_BATCH_SIZE       = tostring(var.batch_size)
    WORKER_WINDOW_SECONDS   = tostring(var.window_seconds)
    WORKER_PARALLELIZATION  = tostring(var.parallelization)
    WORKER_MAX_RETRIES      = tostring(var.max_retries)
    WORKER_MAX_AGE_SECONDS  = tostring(coalesce(var.max_age_seconds, { dynamodb = 82800, kinesis = 604800 }[var.source_type]))
    WORKER_TIMEOUT_SECONDS  = tostring(var.timeout_seconds)
    WORKER_FAILOVER_SECONDS = tostring(var.failover_seconds)
    WORKER_HEALTH_PORT      = tostring(local.port)
    AWS_REGION              = local.region
  }
}

resource "aws_ecs_cluster" "this" {
  count = var.cluster_arn == null ? 1 : 0

  name = local.name
  tags = var.tags
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_mb
  execution_role_arn       = aws_iam_role.this["execution"].arn
  task_role_arn            = aws_iam_role.this["worker"].arn
  tags                     = var.tags

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }

  container_definitions = jsonencode([{
    name      = "worker"
    image     = var.image
    essential = true
    environment = [
      for name, value in merge(var.environment, local.settings) : { name = name, value = value }
    ]

    # SIGTERM, then time for the invocations that run: what is answered is stored, and the leases are given back.
    stopTimeout = min(120, var.timeout_seconds + 20)

    # An invocation that hangs makes the worker unhealthy. ECS then starts another one.
    healthCheck = {
      command     = ["CMD-SHELL", "curl -fs http://127.0.0.1:${local.port}/health"]
      interval    = 15
      timeout     = 5
      retries     = 3
      startPeriod = 120
    }

    readonlyRootFilesystem = true
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    portMappings           = []
    systemControls         = []
    volumesFrom            = []

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.this.name
        "awslogs-region"        = local.region
        "awslogs-stream-prefix" = "worker"
      }
    }
  }])

  volume {
    name = "tmp"
  }
}

resource "aws_ecs_service" "this" {
  name            = local.name
  cluster         = var.cluster_arn == null ? one(aws_ecs_cluster.this[*].arn) : var.cluster_arn
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  desired_count   = var.workers.min
  propagate_tags  = "SERVICE"
  tags            = var.tags

  # New workers first: their leases come from the old ones, which give them back as they end.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = var.security_group_ids
    assign_public_ip = var.assign_public_ip
  }

  lifecycle {
    # Scaling sets it.
    ignore_changes = [desired_count]

    precondition {
      condition     = length(module.filters.refusals) == 0
      error_message = join("\n", module.filters.refusals)
    }
  }

  # On destroy the permissions and tables outlive the workers, which store what was answered last.
  depends_on = [aws_iam_role_policy.worker, aws_iam_role_policy.execution, module.leases, module.coordinator, module.worker_metrics]
}
