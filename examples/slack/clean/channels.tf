terraform {
  required_providers {
    slack = { source = "pablovarela/slack" }
  }
}

resource "slack_conversation" "incidents" {
  name              = "incidents"
  topic             = "What is broken, and who is on it"
  is_private        = true
  permanent_members = []
  action_on_destroy = "archive"
}

resource "slack_usergroup" "on_call" {
  name     = "On call"
  handle   = "on-call"
  users    = ["U0ONE", "U0TWO"]
  channels = [slack_conversation.incidents.id]
}
