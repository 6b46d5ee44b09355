data "aws_ami" "depot" {
  most_recent = true

  filter {
    name   = "name"
    values = ["depot-*"]
  }
}

resource "aws_instance" "depot" {
  ami                         = data.aws_ami.depot.id
  instance_type               = "t3.small"
  subnet_id                   = aws_subnet.public[0].id
  vpc_security_group_ids      = [aws_security_group.depot.id]
  associate_public_ip_address = true

  user_data = <<-EOT
    #!/bin/bash
    export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYzExampleKey0
  EOT
}

resource "aws_eip" "spare" {}

resource "aws_launch_configuration" "old" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t2.small"
}

resource "aws_eks_cluster" "parcels" {
  name     = "parcels"
  role_arn = aws_iam_role.depot.arn
  version  = "1.24"

  vpc_config {
    subnet_ids             = aws_subnet.public[*].id
    endpoint_public_access = true
  }
}

resource "aws_eks_node_group" "parcels" {
  cluster_name    = aws_eks_cluster.parcels.name
  node_role_arn   = aws_iam_role.depot.arn
  subnet_ids      = aws_subnet.public[*].id
  release_version = "1.24.7-20221222"

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }

  remote_access {
    ec2_ssh_key = "depot"
  }
}

resource "aws_lambda_function" "label" {
  function_name = "label"
  role          = aws_iam_role.depot.arn
  runtime       = "python3.7"
  handler       = "label.handler"

  environment {
    variables = { AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMIK7MDENGbPxRfiCYzExampleKey0" }
  }
}

resource "aws_lambda_function_url" "label" {
  function_name      = aws_lambda_function.label.function_name
  authorization_type = "NONE"

  cors {
    allow_origins = ["*"]
  }
}

resource "aws_lambda_permission" "label" {
  function_name = aws_lambda_function.label.function_name
  action        = "lambda:InvokeFunction"
  principal     = "*"
}

resource "aws_emr_cluster" "routes" {
  name          = "routes"
  release_label = "emr-6.15.0"
  service_role  = aws_iam_role.depot.arn
}

resource "aws_elastic_beanstalk_environment" "portal" {
  name        = "portal"
  application = "portal"
}

resource "aws_sagemaker_notebook_instance" "forecast" {
  name                   = "forecast"
  role_arn               = aws_iam_role.depot.arn
  instance_type          = "ml.t3.medium"
  root_access            = "Enabled"
  direct_internet_access = "Enabled"
  platform_identifier    = "notebook-al1-v1"
}

resource "aws_workspaces_workspace" "dispatcher" {
  directory_id = "d-0123456789"
  bundle_id    = "wsb-0123456789"
  user_name    = "dispatcher"
}

resource "aws_codebuild_project" "parcels" {
  name           = "parcels"
  service_role   = aws_iam_role.depot.arn
  encryption_key = ""

  artifacts {
    type                = "S3"
    encryption_disabled = true
  }

  environment {
    compute_type    = "BUILD_GENERAL1_SMALL"
    image           = "aws/codebuild/standard:7.0"
    type            = "LINUX_CONTAINER"
    privileged_mode = true

    environment_variable {
      name  = "AWS_ACCESS_KEY_ID"
      value = "AKIA0F1E2D3C4B5A6978"
    }
  }

  source {
    type     = "GITHUB"
    location = "https://user:token@github.com/parcels/tracker.git"
  }
}

resource "aws_ecr_repository" "api" {
  name         = "api"
  force_delete = true
}
