package vault

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"corridor/app"
)

// networkMagic are the file systems whose locks cannot be relied on, by the
// number that the kernel gives them.
func networkMagic(magic int64) bool {
	switch uint32(magic) {
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC,
		unix.AFS_FS_MAGIC, unix.CODA_SUPER_MAGIC, unix.CEPH_SUPER_MAGIC, unix.V9FS_MAGIC, unix.NCP_SUPER_MAGIC:
		return true
	}
	return false
}

// refuseNetwork reports app.ErrNetwork for a folder on a network file system:
// the write-ahead log needs shared memory and honest locks.
func refuseNetwork(dir string) error {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	if networkMagic(int64(s.Type)) || (s.Type == unix.FUSE_SUPER_MAGIC && fuseOverNetwork(dir)) {
		return app.ErrNetwork
	}
	return nil
}

// fuseOverNetwork looks up the name of a FUSE file system: sshfs is a network,
// a local one is not.
func fuseOverNetwork(dir string) bool {
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return true
	}
	defer f.Close()
	abs, err := filepath.Abs(dir)
	if err != nil {
		return true
	}
	return networkMount(bufio.NewScanner(f), abs)
}

// networkMount finds the deepest mount that holds abs and judges its type.
func networkMount(lines *bufio.Scanner, abs string) bool {
	best, kind := "", ""
	for lines.Scan() {
		before, after, ok := strings.Cut(lines.Text(), " - ")
		fields := strings.Fields(before)
		if !ok || len(fields) < 5 {
			continue
		}
		at := fields[4]
		under := at == "/" || abs == at || strings.HasPrefix(abs, at+"/")
		if t := strings.Fields(after); under && len(at) >= len(best) && len(t) > 0 {
			best, kind = at, t[0]
		}
	}
	for _, n := range []string{"sshfs", "rclone", "s3fs", "davfs", "gvfs", "glusterfs", "smb", "curlftpfs", "goofys", "cloud"} {
		if strings.Contains(kind, n) {
			return true
		}
	}
	return false
}
