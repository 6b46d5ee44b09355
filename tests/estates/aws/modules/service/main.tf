variable "name" { type = string }
variable "image" { type = string }
variable "vpc_id" { type = string }
variable "subnets" { type = list(string) }
variable "db_host" { type = string }
variable "password" { type = string }

resource "aws_ecs_cluster" "this" {
  name = var.name
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  network_mode             = "host"
  pid_mode                 = "host"
  requires_compatibilities = ["EC2"]

  container_definitions = jsonencode([{
    name       = var.name
    image      = var.image
    privileged = true
    environment = [
      { name = "DB_HOST", value = "database" },
      { name = "DB_PASSWORD", value = var.password },
      { name = "AWS_ACCESS_KEY_ID", value = "AKIA0F1E2D3C4B5A6978" },
    ]
  }])
}

resource "aws_ecs_service" "this" {
  name             = var.name
  cluster          = aws_ecs_cluster.this.id
  task_definition  = aws_ecs_task_definition.this.arn
  launch_type      = "EC2"
  platform_version = "1.3.0"

  network_configuration {
    subnets          = var.subnets
    assign_public_ip = true
  }
}

resource "aws_lb" "this" {
  name    = var.name
  subnets = var.subnets
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2016-08"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_lb_target_group" "this" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = var.vpc_id
}
