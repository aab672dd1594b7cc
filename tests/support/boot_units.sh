#!/bin/bash
# Boots a systemd of its own with the repository's units: see booted.py, which starts this in fresh
# namespaces. Everything that the units write lands in memory and is gone with them.
set -eu
root=$1 prepared=$2 python=$3 packages=$4

mount --make-rprivate /
mount -t proc proc /proc
ip link set lo up 2>/dev/null || true
umount -R /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup

for folder in /var/lib /var/cache /var/log /run /mnt /opt; do mount -t tmpfs tmpfs "$folder"; done
mkdir -p /run/lock /run/units /mnt/etc /opt/python /opt/packages /opt/lares/.venv/bin
cp -a /etc/. /mnt/etc/
mount --bind /mnt/etc /etc
mount --bind "$python" /opt/python
mount --bind "$packages" /opt/packages
cp -r "$root/hub" "$root/integrations" "$root/rules" /opt/lares/
cat > /opt/lares/.venv/bin/lares <<'END'
#!/bin/sh
LD_LIBRARY_PATH=/opt/python/lib PYTHONPATH=/opt/lares:/opt/packages \
    exec /opt/python/bin/python3 -m hub.cli "$@"
END
chmod 755 /opt/lares/.venv/bin/lares

# No unit of this machine, only ours and the few that they name.
cp "$root"/systemd/*.service "$root"/systemd/*.socket /run/units/
cp -r "$prepared"/units/. /run/units/
for target in sysinit basic shutdown sockets multi-user network-online; do
    printf '[Unit]\nDescription=%s\nDefaultDependencies=no\n' $target > /run/units/$target.target
done
printf '[Unit]\nWants=lares-worker.socket lares-worker.service lares.service\n' > /run/units/default.target
mkdir -p /etc/sysusers.d /etc/credstore
install -d -m 700 /var/lib/private /var/lib/private/lares
cp "$root/systemd/lares.sysusers" /etc/sysusers.d/lares.conf
systemd-sysusers
cp "$prepared"/credstore/* /etc/credstore/
cp "$prepared/lares.yaml" /var/lib/private/lares/

mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
touch /mnt/console
mount --bind /mnt/console /dev/console
mount -t tmpfs tmpfs /tmp
# Credentials are mounted in a namespace of the service's own and must be seen in its others.
mount --make-rshared /
export container=other SYSTEMD_UNIT_PATH=/run/units
exec /lib/systemd/systemd --system --show-status=no < /dev/null
