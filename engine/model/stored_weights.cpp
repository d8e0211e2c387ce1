// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/stored_weights.h"

#include "engine/api/error.h"
#include "engine/model/device_kernels.h"

#include <cstring>
#include <utility>

namespace trutina::engine {

at::ScalarType scalarType(StoredType type) {
    switch (type) {
    case StoredType::Float64:
        return at::kDouble;
    case StoredType::Float32:
        return at::kFloat;
    case StoredType::Float16:
        return at::kHalf;
    case StoredType::BFloat16:
        return at::kBFloat16;
    case StoredType::Int64:
        return at::kLong;
    case StoredType::Int32:
        return at::kInt;
    case StoredType::Int16:
        return at::kShort;
    case StoredType::Int8:
        return at::kChar;
    case StoredType::UInt8:
        return at::kByte;
    case StoredType::Bool:
        return at::kBool;
    }
    throw Failure("checkpoint.unknown_type", "A tensor has an element type that is not known.");
}

StoredWeights::StoredWeights(std::shared_ptr<const WeightSource> source, at::ScalarType computeType, c10::Device device)
    : m_source(std::move(source)), m_computeType(computeType), m_device(device) {}

const StoredTensor& StoredWeights::find(const std::string& name) const {
    const auto found = m_source->tensors().find(name);
    if (found == m_source->tensors().end()) {
        throw Failure("checkpoint.incomplete", "The checkpoint has no tensor \"" + name + "\".",
                      "Run `trutina-cli inspect model` on the folder to see everything that is missing.");
    }
    return found->second;
}

bool StoredWeights::contains(const std::string& name) const {
    return m_source->tensors().contains(name);
}

bool StoredWeights::needsConversion(const std::string& name) const {
    return !m_device.is_cpu() || scalarType(find(name).type) != m_computeType;
}

at::Tensor StoredWeights::stored(const std::string& name) const {
    const StoredTensor& tensor = find(name);
    const at::TensorOptions options = at::TensorOptions().dtype(scalarType(tensor.type));
    const auto* bytes = tensor.bytes.data();
    const bool aligned = reinterpret_cast<std::uintptr_t>(bytes) % elementSize(tensor.type) == 0;
    if (aligned) {
        // from_blob takes a plain pointer; nothing in this library writes to a weight, and the map is read-only.
        auto keepAlive = m_source;
        return at::from_blob(
            const_cast<std::byte*>(bytes), tensor.shape, [keepAlive](void*) {}, options);
    }
    at::Tensor copy = at::empty(tensor.shape, options);
    std::memcpy(copy.data_ptr(), bytes, tensor.bytes.size());
    return copy;
}

void StoredWeights::copyInto(const at::Tensor& target, const at::Tensor& stored) {
    if (const DeviceKernels* kernels = deviceKernels(target.device().type())) {
        kernels->upload(stored, target);
    } else {
        target.copy_(stored);
    }
}

at::Tensor StoredWeights::onDevice(const std::string& name, at::ScalarType type) const {
    at::Tensor source = stored(name);
    if (m_device.is_cpu()) {
        return source.to(type);
    }
    at::Tensor copy = at::empty(source.sizes(), source.options().dtype(type).device(m_device));
    copyInto(copy, source);
    return copy;
}

at::Tensor StoredWeights::converted(const std::string& name) const {
    return onDevice(name, m_computeType);
}

void StoredWeights::release(const std::string& name) const {
    m_source->release(find(name));
}

at::Tensor WideningBuffer::reserve(std::int64_t elements, at::ScalarType type, c10::Device device) {
    if (!m_buffer.defined() || m_buffer.numel() < elements || m_buffer.scalar_type() != type || m_buffer.device() != device) {
        m_buffer = at::Tensor(); // given back before the larger one is asked for
        m_buffer = at::empty({elements}, at::TensorOptions().dtype(type).device(device));
    }
    return m_buffer;
}

LayerWeights::LayerWeights(std::shared_ptr<const StoredWeights> weights, std::vector<std::vector<std::string>> names,
                           Residence residence, std::shared_ptr<WideningBuffer> buffer)
    : m_weights(std::move(weights)),
      m_names(std::move(names)),
      m_residence(residence),
      m_buffer(std::move(buffer)),
      m_resident(m_names.size()) {}

void LayerWeights::prepare(std::int64_t index) {
    const auto at = static_cast<std::size_t>(index);
    if (m_residence == Residence::Streamed || !m_resident[at].empty()) {
        return;
    }
    for (const std::string& name : m_names[at]) {
        m_resident[at].push_back(m_weights->converted(name));
        if (m_weights->needsConversion(name)) {
            m_weights->release(name);
        }
    }
}

std::span<const at::Tensor> LayerWeights::layer(std::int64_t index) {
    const auto at = static_cast<std::size_t>(index);
    if (m_residence == Residence::Resident) {
        prepare(index);
        return m_resident[at];
    }
    if (m_current == index) {
        return m_streamed;
    }
    constexpr std::int64_t kAlignment = 64; // elements; keeps every tensor on a cache line of its own
    const auto padded = [](std::int64_t elements) { return (elements + kAlignment - 1) / kAlignment * kAlignment; };
    std::vector<at::Tensor> sources;
    std::int64_t elements = 0;
    for (const std::string& name : m_names[at]) {
        sources.push_back(m_weights->stored(name));
        elements += padded(sources.back().numel());
    }
    m_current = -1;
    m_streamed.clear();
    const at::Tensor buffer = m_buffer->reserve(elements, m_weights->computeType(), m_weights->device());
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        m_streamed.push_back(buffer.narrow(0, begin, sources[i].numel()).view(sources[i].sizes()));
        StoredWeights::copyInto(m_streamed.back(), sources[i]);
        begin += padded(sources[i].numel());
        m_weights->release(m_names[at][i]);
    }
    m_current = index;
    return m_streamed;
}

} // namespace trutina::engine
