# The page: files of a private bucket, and under the same name the API, so that the browser needs no CORS.

locals {
  files    = "${path.module}/../page"
  page_url = "https://${aws_cloudfront_distribution.site.domain_name}"
  api_host = "${aws_apigatewayv2_api.this.id}.execute-api.${local.region}.${data.aws_partition.current.dns_suffix}"

  types = {
    css  = "text/css; charset=utf-8"
    html = "text/html; charset=utf-8"
    js   = "text/javascript; charset=utf-8"
    svg  = "image/svg+xml"
  }

  # Scripts and styles of the page itself alone; requests to its own API and to the token endpoint of the sign-in.
  content_security_policy = join("; ", [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self' ${local.sign_in}",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  policies = {
    caching_optimized             = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    caching_disabled              = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    all_viewer_except_host_header = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
  }
}

module "site" {
  source = "../../../terraform/modules/bucket"

  name_prefix           = local.prefix
  name                  = "coupons-page"
  retention_days        = null
  deletion_protection   = var.shared.deletion_protection
  reading_distributions = [aws_cloudfront_distribution.site.arn]
  tags                  = var.shared.tags
}

resource "aws_s3_object" "file" {
  for_each = fileset(local.files, "**")

  bucket        = module.site.name
  key           = each.key
  source        = "${local.files}/${each.key}"
  source_hash   = filemd5("${local.files}/${each.key}")
  content_type  = local.types[regex("[^.]+$", each.key)]
  cache_control = each.key == "index.html" ? "no-cache" : "public, max-age=60"
  tags          = var.shared.tags
}

# Where the page signs people in.
resource "aws_s3_object" "config" {
  bucket        = module.site.name
  key           = "config.json"
  content       = jsonencode({ signIn = { domain = local.sign_in, clientId = aws_cognito_user_pool_client.page.id } })
  content_type  = "application/json"
  cache_control = "no-cache"
  tags          = var.shared.tags
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = local.site
  description                       = "Signs the distribution's requests to the bucket of the page."
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_response_headers_policy" "site" {
  name    = local.site
  comment = "Keeps the page to its own scripts, and out of frames of others."

  security_headers_config {
    content_security_policy {
      content_security_policy = local.content_security_policy
      override                = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
    }
  }
}

resource "aws_cloudfront_distribution" "site" {
  #checkov:skip=CKV_AWS_68:A firewall is a choice of the account, and priced separately.
  #checkov:skip=CKV_AWS_86:The API has an access log; files of the page are public.
  #checkov:skip=CKV_AWS_174:CloudFront's own certificate has no minimum version; your own domain has.
  #checkov:skip=CKV_AWS_310:Files and API are in one Region.
  #checkov:skip=CKV_AWS_374:Coupons are for all countries.
  #checkov:skip=CKV2_AWS_42:The example has no own domain.
  enabled             = true
  comment             = local.site
  default_root_object = "index.html"
  http_version        = "http2"
  is_ipv6_enabled     = true
  price_class         = "PriceClass_100"
  tags                = var.shared.tags

  origin {
    origin_id                = "page"
    domain_name              = module.site.regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  origin {
    origin_id   = "api"
    domain_name = local.api_host

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    target_origin_id           = "page"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.policies.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
  }

  ordered_cache_behavior {
    path_pattern               = "/api/*"
    target_origin_id           = "api"
    viewer_protocol_policy     = "https-only"
    allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.policies.caching_disabled
    origin_request_policy_id   = local.policies.all_viewer_except_host_header
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
