package intake

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestPoolGivesEachFileAChildOfItsOwn(t *testing.T) {
	p := NewPool(Runner{}, 1)
	defer p.Close()
	p.Warm()
	c := <-p.idle // the pool has one waiting; give it to the first read
	first := c.cmd.Process.Pid
	r := p.Runner
	r.spare = func() *child { x := c; c = nil; return x }
	res, err := r.Read(context.Background(), "a.txt", []byte("first words"), "")
	if err != nil || !strings.Contains(res.Text, "first words") {
		t.Fatalf("%v %+v", err, res)
	}
	next := <-p.idle
	defer next.end()
	if next.cmd.Process.Pid == first {
		t.Error("a child served twice")
	}
}

func TestADeadSpareCostsNothing(t *testing.T) {
	dead, err := Runner{}.start()
	if err != nil {
		t.Fatal(err)
	}
	_ = dead.cmd.Process.Kill()
	_, _ = dead.cmd.Process.Wait()
	r := Runner{spare: func() *child { return dead }}
	res, err := r.Read(context.Background(), "a.txt", []byte("words"), "")
	if err != nil || res.Error != nil || !strings.Contains(res.Text, "words") {
		t.Errorf("%v %+v", err, res)
	}
}

// A file that ends its child, or stalls it, takes nothing else with it.
func TestKillingAChildLosesOnlyItsFile(t *testing.T) {
	p := NewPool(Runner{}, 1)
	defer p.Close()
	bad := Runner{Args: []string{"intake-hang"}, Timeout: time.Second}
	ended := make(chan Result)
	go func() {
		res, _ := bad.Read(context.Background(), "stuck.txt", []byte("x"), "")
		ended <- res
	}()
	for range 3 {
		res, err := p.Open(context.Background(), "a.txt", []byte("words"), "", nil)
		if err != nil || res.Error != nil {
			t.Fatalf("%v %+v", err, res.Error)
		}
	}
	if res := <-ended; !failed(res, "bomb") {
		t.Errorf("%+v", res.Error)
	}
}

func BenchmarkPool(b *testing.B) {
	p := NewPool(Runner{}, 2)
	defer p.Close()
	p.Warm()
	for b.Loop() {
		b.StopTimer()
		c := <-p.idle // measure the wait of a reader that finds a child ready
		r := p.Runner
		r.spare = func() *child { x := c; c = nil; return x }
		b.StartTimer()
		if _, err := r.Read(context.Background(), "a.txt", []byte("words"), ""); err != nil {
			b.Fatal(err)
		}
	}
}
