"""DAX's subnet groups and parameter groups, which moto lacks, and what a cluster reports of them."""

import json
from collections import defaultdict

from moto.core.exceptions import JsonRESTError
from moto.dax.responses import DAXResponse

groups = defaultdict(dict)


def action(name):
    """Makes a function of the request's parameters and the groups of its account and Region an action of DAX."""

    def register(function):
        def call(self):
            known = groups[self.current_account, self.region]
            return json.dumps(function(json.loads(self.body), known))

        setattr(DAXResponse, name, call)

    return register


def find(known, kind, name):
    if (kind, name) not in known:
        raise JsonRESTError(f"{kind}GroupNotFoundFault", f"No group {name}.")
    return known[kind, name]


@action("create_subnet_group")
def create_subnet_group(request, known):
    subnets = [{"SubnetIdentifier": s, "SubnetAvailabilityZone": "us-east-1a"} for s in request["SubnetIds"]]
    group = {"SubnetGroupName": request["SubnetGroupName"], "Description": request.get("Description"), "VpcId": "vpc-1", "Subnets": subnets}
    return {"SubnetGroup": known.setdefault(("Subnet", group["SubnetGroupName"]), group)}


@action("describe_subnet_groups")
def describe_subnet_groups(request, known):
    return {"SubnetGroups": [find(known, "Subnet", name) for name in request["SubnetGroupNames"]]}


@action("delete_subnet_group")
def delete_subnet_group(request, known):
    find(known, "Subnet", request["SubnetGroupName"])
    del known["Subnet", request["SubnetGroupName"]]
    return {"DeletionMessage": "deleted"}


@action("create_parameter_group")
def create_parameter_group(request, known):
    group = {"ParameterGroupName": request["ParameterGroupName"], "Description": request.get("Description")}
    known["Parameter", group["ParameterGroupName"]] = {"group": group, "values": {}}
    return {"ParameterGroup": group}


@action("update_parameter_group")
def update_parameter_group(request, known):
    found = find(known, "Parameter", request["ParameterGroupName"])
    found["values"].update({p["ParameterName"]: p["ParameterValue"] for p in request["ParameterNameValues"]})
    return {"ParameterGroup": found["group"]}


@action("describe_parameter_groups")
def describe_parameter_groups(request, known):
    return {"ParameterGroups": [find(known, "Parameter", name)["group"] for name in request["ParameterGroupNames"]]}


@action("describe_parameters")
def describe_parameters(request, known):
    values = find(known, "Parameter", request["ParameterGroupName"])["values"]
    return {"Parameters": [{"ParameterName": name, "ParameterValue": value} for name, value in values.items()]}


@action("delete_parameter_group")
def delete_parameter_group(request, known):
    find(known, "Parameter", request["ParameterGroupName"])
    del known["Parameter", request["ParameterGroupName"]]
    return {"DeletionMessage": "deleted"}


original_create_cluster = DAXResponse.create_cluster


def create_cluster(self):
    answer = original_create_cluster(self)
    request = json.loads(self.body)
    cluster = self.dax_backend.clusters[request["ClusterName"]]
    cluster.subnet_group = request["SubnetGroupName"]
    cluster.parameter_group.name = request["ParameterGroupName"]
    cluster.security_groups = [{"SecurityGroupIdentifier": s, "Status": "active"} for s in request["SecurityGroupIds"]]
    return answer


DAXResponse.create_cluster = create_cluster
