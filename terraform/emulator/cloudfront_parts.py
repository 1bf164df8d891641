"""CloudFront's response headers policies, which moto lacks, and what it forgets or adds of a distribution."""

from moto.cloudfront import models, urls
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.moto_api._internal import mock_random

policies = {}


class NoSuchResponseHeadersPolicy(ServiceException):
    code = "NoSuchResponseHeadersPolicy"
    message = "The response headers policy does not exist."


def answer(policy):
    return ActionResult({"ResponseHeadersPolicy": policy, "ETag": policy["Id"]})


def find(self):
    if self._get_param("Id") not in policies:
        raise NoSuchResponseHeadersPolicy()
    return policies[self._get_param("Id")]


def create(self):
    policy = {"Id": str(mock_random.uuid4()), "ResponseHeadersPolicyConfig": self._get_param("ResponseHeadersPolicyConfig")}
    policies[policy["Id"]] = policy
    return answer(policy)


def update(self):
    find(self)["ResponseHeadersPolicyConfig"] = self._get_param("ResponseHeadersPolicyConfig")
    return answer(find(self))


def delete(self):
    del policies[find(self)["Id"]]
    return EmptyResult()


CloudFrontResponse.create_response_headers_policy = create
CloudFrontResponse.get_response_headers_policy = lambda self: answer(find(self))
CloudFrontResponse.update_response_headers_policy = update
CloudFrontResponse.delete_response_headers_policy = delete

root = "{0}/2020-05-31/response-headers-policy"
for path in ("$", "/(?P<id>[^/]+)$", "/(?P<id>[^/]+)/config$"):
    urls.url_paths[root + path] = CloudFrontResponse.dispatch


def extend(owner, extension):
    """Runs an extension on each object of a class that was made of a configuration."""
    original = owner.__init__

    def made(self, config):
        original(self, config)
        extension(self, config)

    owner.__init__ = made


def behaviour(self, config):
    # AWS has either a cache policy or what is forwarded.
    if self.cache_policy_id:
        self.forwarded_values = None


def origin(self, config):
    self.origin_access_control_id = config.get("OriginAccessControlId") or ""


def certificate(self, config):
    if self.cloud_front_default_certificate:
        self.ssl_support_method = None


extend(models.DefaultCacheBehaviour, behaviour)
extend(models.Origin, origin)
extend(models.ViewerCertificate, certificate)
