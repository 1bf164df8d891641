# Uploads of the last thirty days, also in the version before.

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

module "uploads" {
  source = "../.."

  name_prefix         = "example-bucket"
  name                = "uploads"
  retention_days      = 30
  versioned           = true
  deletion_protection = false
}

output "bucket" {
  description = "Where to upload to."
  value       = module.uploads.name
}
