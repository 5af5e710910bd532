"""How entries hand rows to kernels: by their bare address.

An array that is passed on costs seven words, a count of references and a test for negative indices at each access;
an address costs one word and none of this, which makes battles more than twice as fast.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import types
from numba.core.errors import TypingError
from numba.extending import intrinsic, overload
from numpy.typing import NDArray


def row_at(array: NDArray[np.generic], i: int) -> Any:
    """Row i of a contiguous array of shape (n, words), as kernels take it (`engine.kernel.Row`).

    Compiled, it must not outlive the array, nor is i checked.
    """
    return array[i]


@overload(row_at, strict=False)
def _row_at(array: types.Type, i: types.Type) -> Callable[[Any, Any], Any]:  # noqa: ARG001 # numba's form
    def address(array: Any, i: Any) -> Any:
        return _address(array, i)  # type: ignore[call-arg] # numba itself adds the context

    return address


@intrinsic
def _address(context: Any, array: Any, i: Any) -> Any:  # noqa: ARG001 # numba's form
    if array.layout != "C":
        raise TypingError("kernels take rows of contiguous arrays only: give numpy.ascontiguousarray(array)")

    def code(target: Any, builder: Any, _: Any, arguments: Any) -> Any:
        value = target.make_array(array)(target, builder, arguments[0])
        place = builder.mul(arguments[1], builder.extract_value(value.shape, 1))
        return builder.gep(value.data, [place])

    pointer: Any = types.CPointer
    return pointer(array.dtype)(array, i), code
