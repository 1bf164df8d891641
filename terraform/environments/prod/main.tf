# Production: protected, encrypted with its own key, alarms to people.

# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE).
provider "aws" {}

locals {
  # Jars as `mvn package` builds them, unless `packages` names others.
  packages = merge({
    history    = { path = "../../../history-fn/target/history-fn.jar" }
    aggregator = { path = "../../../aggregator-fn/target/aggregator-fn.jar" }
    periodic   = { path = "../../../periodic-fn/target/periodic-fn.jar" }
    processor  = { path = "../../../processor-fn/target/processor-fn.jar" }
    eventstore = { path = "../../../eventstore-fn/target/eventstore-fn.jar" }
    fanout     = { path = "../../../fanout-fn/target/fanout-fn.jar" }
    page_hits  = { path = "../../../examples/page-hits-fn/target/page-hits-fn.jar" }
  }, var.packages)

  clicks = { stream_arn = module.page_hits.clicks.arn, retention_hours = module.page_hits.clicks.retention_hours }
}

module "platform" {
  source = "../../modules/platform"

  name_prefix                   = var.name_prefix
  customer_key                  = true
  kms_key_arn                   = var.kms_key_arn
  alarm_emails                  = var.alarm_emails
  log_retention_days            = 365
  failed_records_retention_days = 365
  tags                          = { project = "dynamo-patterns", environment = "prod" }

  watch = [
    module.page_hits.watched, module.history.watched, module.aggregator.watched, module.periodic.watched,
    module.processor.watched, module.eventstore.watched, module.fanout.watched,
  ]
}

# Each jar is uploaded once; functions are made from S3 in parallel.
module "packages" {
  source = "../../modules/packages"

  shared   = module.platform.shared
  packages = local.packages
}

module "page_hits" {
  source = "../../../examples/page-hits-fn/terraform"

  shared          = module.platform.shared
  package         = module.packages.packages.page_hits
  shards          = 4
  retention_hours = 168
}

module "history" {
  source = "../../modules/history"

  shared  = module.platform.shared
  package = module.packages.packages.history
  sources = { pages = module.page_hits.pages }
}

# Clients with ten clicks or more.
module "aggregator" {
  source = "../../modules/aggregator"

  shared             = module.platform.shared
  package            = module.packages.packages.aggregator
  sources            = { clicks = local.clicks }
  pointers           = { group = "/client" }
  rule               = { count = 10 }
  expire_after_hours = 168
}

# What each client did, once an hour.
module "periodic" {
  source = "../../modules/periodic"

  shared        = module.platform.shared
  package       = module.packages.packages.periodic
  sources       = { clicks = local.clicks }
  pointers      = { group = "/client" }
  width_minutes = 60
  grace_seconds = 300
}

# The lines of each access log that is uploaded, as clicks.
module "processor" {
  source = "../../modules/processor"

  shared        = module.platform.shared
  package       = module.packages.packages.processor
  target_stream = module.page_hits.clicks
  format        = "access-log"
  uploads       = { retention_days = 30 }
}

# Every click, to be played back from any time. The pixel is off: its URL is open to everybody. To turn it on add
# track = { enabled = true, max_concurrency = 20 }.
module "eventstore" {
  source = "../../modules/eventstore"

  shared       = module.platform.shared
  package      = module.packages.packages.eventstore
  stream       = { arn = module.page_hits.clicks.arn, retention_hours = module.page_hits.clicks.retention_hours }
  mode         = "direct"
  slot_minutes = 60
  shards       = 8
}

# Every change of a page, and apart from it errors and the blog. While no program receives from the queues, their alarms
# say that changes wait.
module "fanout" {
  source = "../../modules/fanout"

  shared  = module.platform.shared
  package = module.packages.packages.fanout
  table   = module.page_hits.pages
  history = one(values(module.history.complete))

  subscribers = {
    all = { queue = {} }
    errors = {
      event_bus = {} # The platform's.
      filters   = [jsonencode({ dynamodb = { NewImage = { lastStatus = { N = [{ prefix = "4" }, { prefix = "5" }] } } } })]
    }
    blog = {
      queue   = {}
      filters = [jsonencode({ dynamodb = { Keys = { path = { S = [{ prefix = "/blog/" }] } } } })]
    }
  }
}
