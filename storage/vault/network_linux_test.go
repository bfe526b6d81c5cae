package vault

import (
	"bufio"
	"strings"
	"testing"
)

func TestNetworkMounts(t *testing.T) {
	for magic, want := range map[int64]bool{0x6969: true, 0x517B: true, 0xFF534D42: true, 0xFE534D42: true, 0xEF53: false, 0x01021994: false} {
		if networkMagic(magic) != want {
			t.Errorf("%x", magic)
		}
	}
	const mounts = "22 1 0:21 / / rw - ext4 /dev/sda1 rw\n23 22 0:22 / /home/o/remote rw - fuse.sshfs host: rw\n24 22 0:23 / /home/o/usb rw - fuse.ntfs /dev/sdb1 rw\n"
	for path, want := range map[string]bool{"/home/o/remote/unit": true, "/home/o/usb/unit": false, "/home/o": false, "/home/o/remote2": false} {
		if got := networkMount(bufio.NewScanner(strings.NewReader(mounts)), path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
