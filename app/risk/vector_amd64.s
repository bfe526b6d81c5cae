#include "textflag.h"

// What each of these does is said in vector_amd64.go and done in plain Go in
// vector.go; a test holds the two equal bit for bit.

// The corner of a product that all kernels end with: whole numbers become float32,
// times the scale of the piece, times the scale of the row, plus the bias.

#define TAIL512(acc0, acc1, piece) \
	VCVTDQ2PS acc0, acc0                \
	VCVTDQ2PS acc1, acc1                \
	VBROADCASTSS (piece*4)(R12), Z12    \
	VMULPS    Z12, acc0, acc0           \
	VMULPS    Z12, acc1, acc1           \
	VMULPS    (R10), acc0, acc0         \
	VMULPS    64(R10), acc1, acc1       \
	VADDPS    (R11), acc0, acc0         \
	VADDPS    64(R11), acc1, acc1       \
	VMOVUPS   acc0, (DI)                \
	VMOVUPS   acc1, 64(DI)              \
	ADDQ      SI, DI

// func productVNNI(out *float32, outStride int, quads *uint32, bytes *byte, in int, start *int32, scale, bias, scales *float32)
TEXT ·productVNNI(SB), NOSPLIT, $0-72
	MOVQ out+0(FP), DI
	MOVQ outStride+8(FP), SI
	SHLQ $2, SI
	MOVQ quads+16(FP), BX
	MOVQ bytes+24(FP), AX
	MOVQ in+32(FP), CX
	MOVQ start+40(FP), DX
	MOVQ scale+48(FP), R10
	MOVQ bias+56(FP), R11
	MOVQ scales+64(FP), R12
	LEAQ (AX)(CX*1), R13
	LEAQ (R13)(CX*1), R14
	LEAQ (R14)(CX*1), R15
	SHRQ $2, CX
	VMOVDQU32 (DX), Z0
	VMOVDQU32 64(DX), Z1
	VMOVDQA32 Z0, Z2
	VMOVDQA32 Z1, Z3
	VMOVDQA32 Z0, Z4
	VMOVDQA32 Z1, Z5
	VMOVDQA32 Z0, Z6
	VMOVDQA32 Z1, Z7

vnni:
	VMOVDQU32    (BX), Z8
	VMOVDQU32    64(BX), Z9
	VPBROADCASTD (AX), Z10
	VPBROADCASTD (R13), Z11
	VPBROADCASTD (R14), Z12
	VPBROADCASTD (R15), Z13
	VPDPBUSD     Z8, Z10, Z0
	VPDPBUSD     Z9, Z10, Z1
	VPDPBUSD     Z8, Z11, Z2
	VPDPBUSD     Z9, Z11, Z3
	VPDPBUSD     Z8, Z12, Z4
	VPDPBUSD     Z9, Z12, Z5
	VPDPBUSD     Z8, Z13, Z6
	VPDPBUSD     Z9, Z13, Z7
	ADDQ         $128, BX
	ADDQ         $4, AX
	ADDQ         $4, R13
	ADDQ         $4, R14
	ADDQ         $4, R15
	DECQ         CX
	JNZ          vnni

	TAIL512(Z0, Z1, 0)
	TAIL512(Z2, Z3, 1)
	TAIL512(Z4, Z5, 2)
	TAIL512(Z6, Z7, 3)
	VZEROUPPER
	RET

#define STEP256(at, acc0, acc1) \
	VPBROADCASTD (at), Y10            \
	VPMADDUBSW   Y8, Y10, Y11         \
	VPMADDUBSW   Y9, Y10, Y12         \
	VPMADDWD     Y13, Y11, Y11        \
	VPMADDWD     Y13, Y12, Y12        \
	VPADDD       Y11, acc0, acc0      \
	VPADDD       Y12, acc1, acc1      \
	ADDQ         $4, at

#define TAIL256(acc0, acc1, piece) \
	VCVTDQ2PS acc0, acc0                \
	VCVTDQ2PS acc1, acc1                \
	VBROADCASTSS (piece*4)(R12), Y12    \
	VMULPS    Y12, acc0, acc0           \
	VMULPS    Y12, acc1, acc1           \
	VMULPS    (R10), acc0, acc0         \
	VMULPS    32(R10), acc1, acc1       \
	VADDPS    (R11), acc0, acc0         \
	VADDPS    32(R11), acc1, acc1       \
	VMOVUPS   acc0, (DI)                \
	VMOVUPS   acc1, 32(DI)              \
	ADDQ      SI, DI

// func productAVX2(out *float32, outStride int, quads *uint32, bytes *byte, in int, start *int32, scale, bias, scales *float32)
// Half a strip at a time: sixteen rows.
TEXT ·productAVX2(SB), NOSPLIT, $0-72
	MOVQ out+0(FP), DI
	MOVQ outStride+8(FP), SI
	SHLQ $2, SI
	MOVQ quads+16(FP), BX
	MOVQ start+40(FP), DX
	MOVQ scale+48(FP), R10
	MOVQ bias+56(FP), R11
	MOVQ scales+64(FP), R12
	VPCMPEQW Y13, Y13, Y13
	VPSRLW   $15, Y13, Y13 // sixteen ones
	MOVQ $2, R8

half:
	MOVQ bytes+24(FP), AX
	MOVQ in+32(FP), CX
	LEAQ (AX)(CX*1), R13
	LEAQ (R13)(CX*1), R14
	LEAQ (R14)(CX*1), R15
	SHRQ $2, CX
	VMOVDQU (DX), Y0
	VMOVDQU 32(DX), Y1
	VMOVDQA Y0, Y2
	VMOVDQA Y1, Y3
	VMOVDQA Y0, Y4
	VMOVDQA Y1, Y5
	VMOVDQA Y0, Y6
	VMOVDQA Y1, Y7

avx2:
	VMOVDQU (BX), Y8
	VMOVDQU 32(BX), Y9
	STEP256(AX, Y0, Y1)
	STEP256(R13, Y2, Y3)
	STEP256(R14, Y4, Y5)
	STEP256(R15, Y6, Y7)
	ADDQ    $128, BX
	DECQ    CX
	JNZ     avx2

	TAIL256(Y0, Y1, 0)
	TAIL256(Y2, Y3, 1)
	TAIL256(Y4, Y5, 2)
	TAIL256(Y6, Y7, 3)

	DECQ R8
	JZ   whole
	MOVQ out+0(FP), DI
	ADDQ $64, DI
	MOVQ quads+16(FP), BX
	ADDQ $64, BX
	ADDQ $64, DX
	ADDQ $64, R10
	ADDQ $64, R11
	JMP  half

whole:
	VZEROUPPER
	RET

// func combineAVX2(out, x, rows *float32, stride, count, width int)
TEXT ·combineAVX2(SB), NOSPLIT, $0-48
	MOVQ out+0(FP), DI
	MOVQ rows+16(FP), BX
	MOVQ stride+24(FP), R8
	SHLQ $2, R8
	MOVQ width+40(FP), DX

wide:
	CMPQ DX, $32
	JLT  narrow
	MOVQ x+8(FP), SI
	MOVQ count+32(FP), CX
	MOVQ BX, AX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3

wideRow:
	VBROADCASTSS (SI), Y4
	VMULPS (AX), Y4, Y5
	VMULPS 32(AX), Y4, Y6
	VMULPS 64(AX), Y4, Y7
	VMULPS 96(AX), Y4, Y8
	VADDPS Y5, Y0, Y0
	VADDPS Y6, Y1, Y1
	VADDPS Y7, Y2, Y2
	VADDPS Y8, Y3, Y3
	ADDQ $4, SI
	ADDQ R8, AX
	DECQ CX
	JNZ  wideRow
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	ADDQ $128, DI
	ADDQ $128, BX
	SUBQ $32, DX
	JMP  wide

narrow:
	CMPQ DX, $8
	JLT  done
	MOVQ x+8(FP), SI
	MOVQ count+32(FP), CX
	MOVQ BX, AX
	VXORPS Y0, Y0, Y0

narrowRow:
	VBROADCASTSS (SI), Y4
	VMULPS (AX), Y4, Y5
	VADDPS Y5, Y0, Y0
	ADDQ $4, SI
	ADDQ R8, AX
	DECQ CX
	JNZ  narrowRow
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	ADDQ $32, BX
	SUBQ $8, DX
	JMP  narrow

done:
	VZEROUPPER
	RET

// func topAVX2(x *float32, n int) float32
TEXT ·topAVX2(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	VPCMPEQD Y3, Y3, Y3
	VPSRLD $1, Y3, Y3 // all but the sign
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1

top:
	VANDPS (SI), Y3, Y4
	VANDPS 32(SI), Y3, Y5
	VMAXPS Y4, Y0, Y0
	VMAXPS Y5, Y1, Y1
	ADDQ $64, SI
	SUBQ $16, CX
	JNZ  top
	VMAXPS Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0x4e, X0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0xb1, X0, X1
	VMAXPS X1, X0, X0
	VMOVSS X0, ret+16(FP)
	VZEROUPPER
	RET

// func roundAVX2(out *byte, x *float32, n int, up, half float32, zero int32)
TEXT ·roundAVX2(SB), NOSPLIT, $0-36
	MOVQ out+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS up+24(FP), Y13
	VBROADCASTSS half+28(FP), Y14
	MOVL zero+32(FP), AX
	VMOVD AX, X15
	VPBROADCASTD X15, Y15

round:
	VMULPS (SI), Y13, Y0
	VMULPS 32(SI), Y13, Y1
	VADDPS Y14, Y0, Y0
	VADDPS Y14, Y1, Y1
	VCVTTPS2DQ Y0, Y0
	VCVTTPS2DQ Y1, Y1
	VPADDD Y15, Y0, Y0
	VPADDD Y15, Y1, Y1
	VPACKSSDW Y1, Y0, Y0
	VPERMQ $0xd8, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKUSWB X1, X0, X0
	VMOVDQU X0, (DI)
	ADDQ $64, SI
	ADDQ $16, DI
	SUBQ $16, CX
	JNZ  round
	VZEROUPPER
	RET

// func sumRowsAVX2(even, odd *uint64, data *byte, at *uint32, rows, length int)
TEXT ·sumRowsAVX2(SB), NOSPLIT, $0-48
	MOVQ even+0(FP), DI
	MOVQ odd+8(FP), SI
	MOVQ data+16(FP), BX
	MOVQ length+40(FP), DX
	VPCMPEQW Y15, Y15, Y15
	VPSRLW $8, Y15, Y15 // the even bytes

sumWide:
	CMPQ DX, $32
	JLT  sumNarrow
	MOVQ at+24(FP), R8
	MOVQ rows+32(FP), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1

sumWideRow:
	MOVL (R8), AX
	VMOVDQU (BX)(AX*1), Y2
	VPAND Y15, Y2, Y3
	VPSRLW $8, Y2, Y2
	VPADDW Y3, Y0, Y0
	VPADDW Y2, Y1, Y1
	ADDQ $4, R8
	DECQ CX
	JNZ  sumWideRow
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, (SI)
	ADDQ $32, DI
	ADDQ $32, SI
	ADDQ $32, BX
	SUBQ $32, DX
	JMP  sumWide

sumNarrow:
	TESTQ DX, DX
	JZ   sumDone
	MOVQ at+24(FP), R8
	MOVQ rows+32(FP), CX
	VPXOR X0, X0, X0
	VPXOR X1, X1, X1

sumNarrowRow:
	MOVL (R8), AX
	VMOVQ (BX)(AX*1), X2
	VPAND X15, X2, X3
	VPSRLW $8, X2, X2
	VPADDW X3, X0, X0
	VPADDW X2, X1, X1
	ADDQ $4, R8
	DECQ CX
	JNZ  sumNarrowRow
	VMOVQ X0, (DI)
	VMOVQ X1, (SI)
	ADDQ $8, DI
	ADDQ $8, SI
	ADDQ $8, BX
	SUBQ $8, DX
	JMP  sumNarrow

sumDone:
	VZEROUPPER
	RET
