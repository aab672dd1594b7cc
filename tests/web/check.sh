#!/bin/sh
# Check the types of the page's sources. Needs npm's typescript (hub/web/package.json); pytest does not need this.
set -eu
cd "$(dirname "$0")/../../hub/web"
if ! npx --no-install tsc --version >/dev/null 2>&1; then
    echo "typescript is not installed: run 'npm install' in hub/web" >&2
    exit 2
fi
exec npx --no-install tsc --project tsconfig.json
