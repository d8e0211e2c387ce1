// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/safetensors_writer.h"

#include <ATen/ATen.h>

#include <string>

namespace trutina::engine {

/// A float32 tensor for the writer. It must be contiguous and outlive the writing.
[[nodiscard]] inline TensorToWrite tensorToWrite(std::string name, const at::Tensor& tensor) {
    TORCH_CHECK(tensor.is_contiguous() && tensor.scalar_type() == at::kFloat, "only contiguous float32 tensors are written");
    return {std::move(name),
            StoredType::Float32,
            tensor.sizes().vec(),
            {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}};
}

} // namespace trutina::engine
