# Sends a file to POST /apply as a pipeline does: with curl and a token. pipeline.sh FILE [OPTIONS] [CURL-ARGUMENT...]
set -euo pipefail
kubectl config view --raw -o jsonpath='{.clusters[0].cluster.certificate-authority-data}' | base64 -d >ca.crt
server=$(kubectl config view --raw -o jsonpath='{.clusters[0].cluster.server}')
token=$(kubectl config view --raw -o jsonpath='{.users[0].user.token}')
curl -sSN --fail-with-body --cacert ca.crt -H "Authorization: Bearer $token" --data-binary "@$1" "${@:3}" "$server/apply?namespace=$NAMESPACE${2:-}"
