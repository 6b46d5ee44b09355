variable "name" { type = string }
variable "group" { type = string }
variable "location" { type = string }

resource "azurerm_service_plan" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  os_type             = "Linux"
  sku_name            = "F1"
  worker_count        = 1
}

resource "azurerm_linux_web_app" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  service_plan_id     = azurerm_service_plan.this.id
  https_only          = false

  site_config {
    minimum_tls_version      = "1.0"
    ftps_state               = "AllAllowed"
    remote_debugging_enabled = true
    http2_enabled            = false

    application_stack {
      python_version = "3.7"
    }

    cors {
      allowed_origins = ["*"]
    }
  }
}

resource "azurerm_windows_web_app" "this" {
  name                = "${var.name}-desk"
  resource_group_name = var.group
  location            = var.location
  service_plan_id     = azurerm_service_plan.this.id

  site_config {
    application_stack {
      dotnet_version = "v4.0"
    }
  }

  backup {
    name                = "weekly"
    storage_account_url = "https://booking.blob.core.windows.net/backups?sas"

    schedule {
      frequency_interval    = 7
      frequency_unit        = "Day"
      retention_period_days = 3
    }
  }
}

resource "azurerm_linux_function_app" "this" {
  name                = "${var.name}-jobs"
  resource_group_name = var.group
  location            = var.location
  service_plan_id     = azurerm_service_plan.this.id
  https_only          = false

  site_config {}
}

resource "azurerm_app_configuration" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  sku                 = "free"
}

resource "azurerm_signalr_service" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location

  sku {
    name     = "Free_F1"
    capacity = 1
  }
}

resource "azurerm_web_pubsub" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  sku                 = "Free_F1"
}

resource "azurerm_eventhub_namespace" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  sku                 = "Standard"
  minimum_tls_version = "1.0"
}

resource "azurerm_servicebus_namespace" "this" {
  name                          = var.name
  resource_group_name           = var.group
  location                      = var.location
  sku                           = "Premium"
  minimum_tls_version           = "1.0"
  public_network_access_enabled = true
}

resource "azurerm_eventgrid_topic" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
}

resource "azurerm_iothub" "this" {
  name                          = var.name
  resource_group_name           = var.group
  location                      = var.location
  public_network_access_enabled = true

  sku {
    name     = "S1"
    capacity = 1
  }
}
