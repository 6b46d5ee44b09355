resource "aws_sns_topic" "events" {
  name = "events"
}

resource "aws_sns_topic_policy" "events" {
  arn = aws_sns_topic.events.arn

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sns:Publish", Resource = aws_sns_topic.events.arn }]
  })
}

resource "aws_sqs_queue" "events" {
  name                    = "events"
  sqs_managed_sse_enabled = false
}

resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = aws_sqs_queue.events.arn }]
  })
}

resource "aws_kinesis_stream" "scans" {
  name        = "scans"
  shard_count = 1
}

resource "aws_kinesis_firehose_delivery_stream" "scans" {
  name        = "scans"
  destination = "extended_s3"
}

resource "aws_msk_cluster" "events" {
  cluster_name           = "events"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 2

  broker_node_group_info {
    client_subnets  = aws_subnet.public[*].id
    instance_type   = "kafka.t3.small"
    security_groups = [aws_security_group.depot.id]

    connectivity_info {
      public_access {
        type = "SERVICE_PROVIDED_EIPS"
      }
    }
  }

  client_authentication {
    unauthenticated = true
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "PLAINTEXT"
      in_cluster    = false
    }
  }
}

resource "aws_mq_broker" "legacy" {
  broker_name         = "legacy"
  engine_type         = "ActiveMQ"
  engine_version      = "5.15.0"
  host_instance_type  = "mq.t3.micro"
  publicly_accessible = true

  user {
    username = "legacy"
    password = "Parcel-2026-Parcel"
  }
}

resource "aws_mwaa_environment" "planning" {
  name                  = "planning"
  dag_s3_path           = "dags/"
  execution_role_arn    = aws_iam_role.depot.arn
  source_bucket_arn     = aws_s3_bucket.labels.arn
  webserver_access_mode = "PUBLIC_ONLY"

  network_configuration {
    security_group_ids = [aws_security_group.depot.id]
    subnet_ids         = aws_subnet.public[*].id
  }
}

resource "aws_sfn_state_machine" "delivery" {
  name       = "delivery"
  role_arn   = aws_iam_role.depot.arn
  definition = jsonencode({ StartAt = "End", States = { End = { Type = "Succeed" } } })
}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}
