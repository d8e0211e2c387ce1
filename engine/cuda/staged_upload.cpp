// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cuda/staged_upload.h"

#include <ATen/ATen.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <vector>

namespace trutina::engine {

namespace {

/// Lets one stream wait for what another one was given until now, when it goes out of scope: after an error too, since the memory
/// that the copies are still writing to may be given to somebody else then.
class JoinAtEnd {
  public:
    JoinAtEnd(c10::cuda::CUDAStream waiting, c10::cuda::CUDAStream awaited) : m_waiting(waiting), m_awaited(awaited) {}
    ~JoinAtEnd() {
        try {
            at::cuda::CUDAEvent event;
            event.record(m_awaited);
            event.block(m_waiting);
        } catch (const std::exception&) {
            // The device has failed; the next call to it says so.
            static_cast<void>(cudaStreamSynchronize(m_awaited.stream()));
        }
    }
    JoinAtEnd(const JoinAtEnd&) = delete;
    JoinAtEnd& operator=(const JoinAtEnd&) = delete;

  private:
    c10::cuda::CUDAStream m_waiting;
    c10::cuda::CUDAStream m_awaited;
};

} // namespace

void StagedUpload::FreePinned::operator()(void* memory) const {
    static_cast<void>(cudaFreeHost(memory));
}

StagedUpload& StagedUpload::of(c10::Device device) {
    TORCH_CHECK(device.is_cuda() && device.has_index(), "upload: the target is on no CUDA device");
    static std::mutex mutex;
    static auto* const uploads = new std::vector<std::unique_ptr<StagedUpload>>;
    const std::lock_guard lock(mutex);
    const auto index = static_cast<std::size_t>(device.index());
    if (uploads->size() <= index) {
        uploads->resize(index + 1);
    }
    auto& upload = (*uploads)[index];
    if (!upload) {
        upload.reset(new StagedUpload(device));
    }
    return *upload;
}

StagedUpload::StagedUpload(c10::Device device)
    : m_device(device), m_stream(c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device.index())) {}

StagedUpload::Slot& StagedUpload::nextSlot() {
    Slot& slot = m_slots[m_next];
    m_next = (m_next + 1) % m_slots.size();
    if (!slot.memory) {
        void* memory = nullptr;
        C10_CUDA_CHECK(cudaHostAlloc(&memory, kSlotBytes, cudaHostAllocDefault));
        slot.memory.reset(memory);
    }
    slot.sent.synchronize();
    return slot;
}

void StagedUpload::copy(const at::Tensor& host, const at::Tensor& target) {
    TORCH_CHECK(host.is_cpu() && host.is_contiguous() && target.device() == m_device && target.is_contiguous() &&
                    host.numel() == target.numel(),
                "upload: two tensors without gaps and of one size");
    if (host.numel() == 0) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    const c10::cuda::CUDAGuard device(m_device);
    const auto current = c10::cuda::getCurrentCUDAStream(m_device.index());
    {
        // The target's memory may still be read, or written by its former owner, in the stream it comes from.
        at::cuda::CUDAEvent free;
        free.record(current);
        free.block(m_stream);
    }
    const JoinAtEnd join(current, m_stream);
    const bool converts = host.scalar_type() != target.scalar_type();
    const auto elementBytes = static_cast<std::size_t>(host.element_size());
    const auto elementsPerSlot = static_cast<std::int64_t>(kSlotBytes / elementBytes);
    const auto* const source = static_cast<const std::byte*>(host.const_data_ptr());
    const at::Tensor flat = target.view({-1});
    for (std::int64_t begin = 0; begin < host.numel(); begin += elementsPerSlot) {
        const auto elements = std::min(elementsPerSlot, host.numel() - begin);
        const auto bytes = static_cast<std::size_t>(elements) * elementBytes;
        Slot& slot = nextSlot();
        std::memcpy(slot.memory.get(), source + static_cast<std::size_t>(begin) * elementBytes, bytes);
        const c10::cuda::CUDAStreamGuard stream(m_stream);
        const at::Tensor piece = flat.narrow(0, begin, elements);
        // The landing place belongs to this stream, so the allocator gives it away again only in its order.
        const at::Tensor landing = converts ? at::empty({elements}, host.options().device(m_device)) : piece;
        C10_CUDA_CHECK(cudaMemcpyAsync(landing.mutable_data_ptr(), slot.memory.get(), bytes, cudaMemcpyHostToDevice, m_stream));
        slot.sent.record(m_stream);
        if (converts) {
            piece.copy_(landing);
        }
    }
}

} // namespace trutina::engine
