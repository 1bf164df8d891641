terraform {
  # A validation may look at other variables.
  required_version = ">= 1.9.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0, != 6.2.0, != 6.3.0"
    }
  }
}
