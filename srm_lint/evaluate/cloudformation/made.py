"""Resources that a transform made, and what their properties are called in the resource that they were made from.

Facts: the property references of SAM's resource types, and what AWS's translator makes of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from srm_lint.model.resource import Path, Written
from srm_lint.model.template import Entry

_FUNCTION = "AWS::Serverless::Function"
_API = "AWS::Serverless::Api"
_HTTP_API = "AWS::Serverless::HttpApi"

_RENAMED: Mapping[tuple[str, str], Mapping[str, str]] = {
    (_FUNCTION, "AWS::Lambda::Function"): {
        "Code.ImageUri": "ImageUri",
        "Code.ZipFile": "InlineCode",
        "Code": "CodeUri",
        "DeadLetterConfig": "DeadLetterQueue",
        "TracingConfig.Mode": "Tracing",
    },
    (_FUNCTION, "AWS::Lambda::Url"): {"AuthType": "FunctionUrlConfig.AuthType", "Cors": "FunctionUrlConfig.Cors"},
    (_FUNCTION, "AWS::IAM::Role"): {"ManagedPolicyArns": "Policies", "Path": "RolePath"},
    (_FUNCTION, "AWS::Lambda::EventInvokeConfig"): {"DestinationConfig": "EventInvokeConfig.DestinationConfig"},
    (_API, "AWS::ApiGateway::RestApi"): {"Body": "DefinitionBody", "BodyS3Location": "DefinitionUri"},
    (_API, "AWS::ApiGateway::DomainName"): {
        "DomainName": "Domain.DomainName",
        "SecurityPolicy": "Domain.SecurityPolicy",
    },
    (_HTTP_API, "AWS::ApiGatewayV2::Api"): {"Body": "DefinitionBody", "BodyS3Location": "DefinitionUri"},
    (_HTTP_API, "AWS::ApiGatewayV2::DomainName"): {"DomainName": "Domain.DomainName"},
    ("AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"): {
        "LoggingConfiguration": "Logging",
        "TracingConfiguration": "Tracing",
        "DefinitionString": "Definition",
        "DefinitionS3Location": "DefinitionUri",
    },
    ("AWS::Serverless::StateMachine", "AWS::IAM::Role"): {"ManagedPolicyArns": "Policies", "Path": "RolePath"},
    ("AWS::Serverless::GraphQLApi", "AWS::AppSync::GraphQLApi"): {"LogConfig": "Logging"},
    ("AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"): {"Content": "ContentUri"},
    ("AWS::Serverless::Application", "AWS::CloudFormation::Stack"): {"TemplateURL": "Location"},
}
_ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy", "Metadata", "DependsOn", "Condition")


class Maker(msgspec.Struct, frozen=True):
    """What a resource was made from: its logical id and type, and where it is written.

    `properties` are those that its type has.
    """

    name: str
    type: str
    entry: Entry
    properties: frozenset[str] = frozenset()

    def written(self, prefix: str, made_name: str, made_type: str) -> Written | None:
        """The way back from a resource; None where it has kept name and type. `prefix` is that of the stack's addresses."""
        if (made_name, made_type) == (self.name, self.type):
            return None
        spellings: dict[Path, Path] = {(name,): (name,) for name in (*self.properties, *_ATTRIBUTES)}
        for made, written in _RENAMED.get((self.type, made_type), {}).items():
            spellings[tuple(made.split("."))] = tuple(written.split("."))
        return Written(prefix + self.name, self.type, spellings)
