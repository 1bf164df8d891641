# Who may call: people of a user pool. Administrators are those of its group `admins`.

locals {
  # What the page asks for and each route requires.
  scopes = ["openid"]

  sign_in = "https://${local.domain}.auth.${local.region}.amazoncognito.com"
  issuer  = "https://cognito-idp.${local.region}.${data.aws_partition.current.dns_suffix}/${aws_cognito_user_pool.users.id}"
}

resource "aws_cognito_user_pool" "users" {
  name                     = "${local.prefix}-coupons"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  deletion_protection      = var.shared.deletion_protection ? "ACTIVE" : "INACTIVE"
  mfa_configuration        = "OPTIONAL"
  tags                     = var.shared.tags

  software_token_mfa_configuration {
    enabled = true
  }

  username_configuration {
    case_sensitive = false
  }

  admin_create_user_config {
    allow_admin_create_user_only = !var.sign_up
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  password_policy {
    minimum_length                   = 12
    require_lowercase                = false
    require_numbers                  = false
    require_symbols                  = false
    require_uppercase                = false
    temporary_password_validity_days = 7
  }
}

resource "aws_cognito_user_group" "admins" {
  name         = "admins"
  description  = "May create and end promotions and see their totals."
  user_pool_id = aws_cognito_user_pool.users.id
}

resource "aws_cognito_user_pool_domain" "sign_in" {
  domain       = local.domain
  user_pool_id = aws_cognito_user_pool.users.id
}

# The page has no secret: it proves by PKCE that the code is its own.
resource "aws_cognito_user_pool_client" "page" {
  name         = "page"
  user_pool_id = aws_cognito_user_pool.users.id

  generate_secret                      = false
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = local.scopes
  supported_identity_providers         = ["COGNITO"]
  callback_urls                        = ["${local.page_url}/"]
  logout_urls                          = ["${local.page_url}/"]
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true

  access_token_validity  = 1
  id_token_validity      = 1
  refresh_token_validity = 12

  token_validity_units {
    access_token  = "hours"
    id_token      = "hours"
    refresh_token = "hours"
  }
}
