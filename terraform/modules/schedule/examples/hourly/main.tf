# A function that runs at every full hour in Berlin.

terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0, != 6.2.0, != 6.3.0"
    }
  }
}

provider "aws" {}

variable "jar" {
  description = "Path of the function's jar, as `mvn package` built it."
  type        = string
}

module "report" {
  source = "../../../function"

  name_prefix = "example-schedule"
  name        = "report"
  handler     = "com.example.ReportHandler"
  package     = { path = var.jar }
}

module "every_hour" {
  source = "../.."

  name_prefix = "example-schedule"
  name        = "report"
  function    = module.report
  expression  = "cron(0 * * * ? *)"
  timezone    = "Europe/Berlin"
}
