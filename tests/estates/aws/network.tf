resource "aws_vpc" "parcels" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_default_vpc" "default" {}

resource "aws_subnet" "public" {
  count                   = length(var.zones)
  vpc_id                  = aws_vpc.parcels.id
  availability_zone       = var.zones[count.index]
  cidr_block              = cidrsubnet(aws_vpc.parcels.cidr_block, 8, count.index)
  map_public_ip_on_launch = true
}

resource "aws_default_security_group" "default" {
  vpc_id = aws_vpc.parcels.id

  ingress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "depot" {
  name   = "depot"
  vpc_id = aws_vpc.parcels.id

  dynamic "ingress" {
    for_each = var.open_ports

    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "forgotten" {
  name   = "forgotten"
  vpc_id = aws_vpc.parcels.id
}

resource "aws_network_acl" "depot" {
  vpc_id = aws_vpc.parcels.id
}

resource "aws_network_acl_rule" "depot" {
  for_each       = { ssh = 22, rdp = 3389, ftp = 21, ftp_data = 20 }
  network_acl_id = aws_network_acl.depot.id
  rule_number    = 100 + each.value
  protocol       = "tcp"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
  from_port      = each.value
  to_port        = each.value
}

resource "aws_network_acl_rule" "everything" {
  network_acl_id = aws_network_acl.depot.id
  rule_number    = 10
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_vpc_endpoint_service" "tracker" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.depot.arn]
}

resource "aws_ec2_transit_gateway" "depots" {
  auto_accept_shared_attachments = "enable"
}

resource "aws_networkfirewall_firewall" "parcels" {
  name                = "parcels"
  vpc_id              = aws_vpc.parcels.id
  firewall_policy_arn = aws_networkfirewall_firewall_policy.parcels.arn

  subnet_mapping {
    subnet_id = aws_subnet.public[0].id
  }
}

resource "aws_networkfirewall_firewall_policy" "parcels" {
  name = "parcels"

  firewall_policy {
    stateless_default_actions          = ["aws:pass"]
    stateless_fragment_default_actions = ["aws:pass"]
  }
}

resource "aws_lb" "depot" {
  name               = "depot"
  load_balancer_type = "network"
  subnets            = aws_subnet.public[*].id
}

resource "aws_elb" "old" {
  name    = "old"
  subnets = aws_subnet.public[*].id

  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_globalaccelerator_accelerator" "tracker" {
  name = "tracker"
}

resource "aws_route53_zone" "parcels" {
  name          = "parcels.example"
  force_destroy = true
}

resource "aws_route53_record" "old" {
  zone_id = aws_route53_zone.parcels.zone_id
  name    = "old"
  type    = "A"
  ttl     = 300
  records = ["203.0.113.10"]
}

resource "aws_route53_record" "mail" {
  zone_id = aws_route53_zone.parcels.zone_id
  name    = "parcels.example"
  type    = "MX"
  ttl     = 300
  records = ["0 parcels-example.mail.protection.outlook.com."]
}

resource "aws_cloudfront_distribution" "tracker" {
  enabled = true

  origin {
    domain_name = aws_s3_bucket.site.bucket_regional_domain_name
    origin_id   = "site"
  }

  origin {
    domain_name = "api.parcels.example"
    origin_id   = "api"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "http-only"
      origin_ssl_protocols   = ["SSLv3", "TLSv1"]
    }
  }

  default_cache_behavior {
    target_origin_id       = "site"
    viewer_protocol_policy = "allow-all"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

resource "aws_wafv2_web_acl" "tracker" {
  name  = "tracker"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "tracker"
    sampled_requests_enabled   = false
  }
}

resource "aws_api_gateway_rest_api" "tracker" {
  name = "tracker"
}

resource "aws_api_gateway_method" "tracker" {
  rest_api_id   = aws_api_gateway_rest_api.tracker.id
  resource_id   = aws_api_gateway_rest_api.tracker.root_resource_id
  http_method   = "POST"
  authorization = "NONE"
}

resource "aws_api_gateway_stage" "tracker" {
  rest_api_id           = aws_api_gateway_rest_api.tracker.id
  deployment_id         = "d1"
  stage_name            = "live"
  cache_cluster_enabled = true
}

resource "aws_api_gateway_domain_name" "tracker" {
  domain_name     = "api.parcels.example"
  security_policy = "TLS_1_0"
}

resource "aws_apigatewayv2_api" "events" {
  name          = "events"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "events" {
  api_id = aws_apigatewayv2_api.events.id
  name   = "$default"
}

resource "aws_apigatewayv2_route" "events" {
  api_id    = aws_apigatewayv2_api.events.id
  route_key = "POST /events"
}

resource "aws_appsync_graphql_api" "parcels" {
  name                = "parcels"
  authentication_type = "API_KEY"
}

resource "aws_transfer_server" "labels" {
  protocols              = ["FTP"]
  endpoint_type          = "PUBLIC"
  security_policy_name   = "TransferSecurityPolicy-2018-11"
  identity_provider_type = "SERVICE_MANAGED"
}
