// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/cuda/CUDAEvent.h>
#include <c10/cuda/CUDAStream.h>

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>

namespace trutina::engine {

/// Copies from any host memory to one device through pinned pieces and a stream of its own. While a piece is on its way, the next
/// one is read, from disk where the source is a file map; the device computes on meanwhile.
/// Threads: any; one copy at a time.
class StagedUpload {
  public:
    /// The one for a device; lives until the process ends, as the CUDA runtime may be gone before static objects are.
    [[nodiscard]] static StagedUpload& of(c10::Device device);

    /// `host` and `target` have as many elements as each other, without gaps; where their types differ the device converts.
    /// Returns when `host` has been read; what is put into the target's current stream later sees the whole copy.
    void copy(const at::Tensor& host, const at::Tensor& target);

  private:
    explicit StagedUpload(c10::Device device);

    struct FreePinned {
        void operator()(void* memory) const;
    };
    /// A pinned piece of host memory and the moment from which it may be written again.
    struct Slot {
        std::unique_ptr<void, FreePinned> memory;
        at::cuda::CUDAEvent sent;
    };
    [[nodiscard]] Slot& nextSlot();

    static constexpr std::size_t kSlotBytes = std::size_t{16} << 20;

    std::mutex m_mutex;
    c10::Device m_device;
    c10::cuda::CUDAStream m_stream;
    std::array<Slot, 3> m_slots;
    std::size_t m_next = 0;
};

} // namespace trutina::engine
