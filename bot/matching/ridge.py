"""Kernel ridge regression with its closed-form leave-one-out, in place: one n x n matrix, gone afterwards."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import Vector

BLOCK = 256


@dataclass(frozen=True)
class Ridge:
    """Weights A = (K + lambda I)^-1 Y, shape (phrases, topics), and what each phrase is judged without itself.

    With G = (K + lambda I)^-1 the leave-one-out prediction is y_i - (G Y)_i / G_ii (Rasmussen and Williams,
    Gaussian Processes for Machine Learning, equation 5.12).
    """

    weights: Vector
    left_out: Vector

    @classmethod
    def solve(cls, kernel: Vector, targets: Vector, ridge: float) -> "Ridge":
        """Solve for symmetric `kernel` (n, n), which is overwritten, and `targets` (n, topics)."""
        kernel[np.diag_indices(len(kernel))] += ridge
        _cholesky(kernel)
        _invert_lower(kernel)
        diagonal = np.einsum("ij,ij->j", kernel, kernel)
        weights = kernel.T @ (kernel @ targets)
        return cls(weights, targets - weights / diagonal[:, None])


def _blocks(size: int) -> list[slice]:
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


def _cholesky(matrix: NDArray[np.float32]) -> None:
    """Overwrite a positive definite matrix with L, L L^T = matrix, zeros above."""
    for block in _blocks(len(matrix)):
        below, left = slice(block.stop, None), slice(0, block.start)
        corner = np.linalg.cholesky(matrix[block, block] - matrix[block, left] @ matrix[block, left].T)
        matrix[below, block] -= matrix[below, left] @ matrix[block, left].T
        matrix[below, block] = matrix[below, block] @ np.linalg.inv(corner).T
        matrix[block, block] = corner
        matrix[block, below] = 0


def _invert_lower(matrix: NDArray[np.float32]) -> None:
    """Overwrite a lower triangular matrix with its inverse."""
    for block in _blocks(len(matrix)):
        left = slice(0, block.start)
        corner = np.linalg.inv(matrix[block, block])
        matrix[block, left] = -corner @ (matrix[block, left] @ matrix[left, left])
        matrix[block, block] = corner
