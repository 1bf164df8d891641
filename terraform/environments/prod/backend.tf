terraform {
  # Bucket and region are the account's: give them with -backend-config (README).
  backend "s3" {
    key          = "dynamo-patterns/prod.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
