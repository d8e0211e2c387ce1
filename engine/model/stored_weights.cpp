// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/stored_weights.h"

#include "engine/api/error.h"
#include "engine/model/adapter_merge.h"
#include "engine/model/device_kernels.h"
#include "engine/model/int8_linear.h"

#include <algorithm>
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

namespace {

/// The five linear maps of a decoder layer, which hold nearly all of its weights; partial LoRA and norms are left as they are.
bool isLargeMap(const std::string& name) {
    return name.starts_with("model.layers.") && name.ends_with(".weight") && name.find("norm") == std::string::npos &&
           name.find("Plora") == std::string::npos;
}

} // namespace

at::Tensor tensorOf(const StoredTensor& tensor) {
    const at::TensorOptions options = at::TensorOptions().dtype(scalarType(tensor.type));
    const auto* bytes = tensor.bytes.data();
    if (reinterpret_cast<std::uintptr_t>(bytes) % elementSize(tensor.type) == 0) {
        // from_blob takes a plain pointer; nothing in this library writes to a weight, and the map is read-only.
        return at::from_blob(const_cast<std::byte*>(bytes), tensor.shape, options);
    }
    at::Tensor copy = at::empty(tensor.shape, options);
    std::memcpy(copy.data_ptr(), bytes, tensor.bytes.size());
    return copy;
}

StoredWeights::StoredWeights(std::shared_ptr<const WeightSource> source, at::ScalarType computeType, c10::Device device,
                             std::shared_ptr<const AdapterFile> adapter)
    : m_source(std::move(source)), m_adapter(std::move(adapter)), m_computeType(computeType), m_device(device) {}

const StoredTensor& StoredWeights::find(const std::string& name) const {
    if (m_adapter) {
        if (const auto whole = m_adapter->whole.find(name); whole != m_adapter->whole.end()) {
            return whole->second;
        }
    }
    const auto found = m_source->tensors().find(name);
    if (found == m_source->tensors().end()) {
        throw Failure("checkpoint.incomplete", "The checkpoint has no tensor \"" + name + "\".",
                      "Run `trutina-cli inspect model` on the folder to see everything that is missing.");
    }
    return found->second;
}

const AdapterFile::LowRank* StoredWeights::addition(const std::string& name) const {
    if (!m_adapter) {
        return nullptr;
    }
    const auto found = m_adapter->additions.find(name);
    return found == m_adapter->additions.end() ? nullptr : &found->second;
}

bool StoredWeights::contains(const std::string& name) const {
    return m_source->tensors().contains(name);
}

bool StoredWeights::needsConversion(const std::string& name) const {
    return !m_device.is_cpu() || addition(name) != nullptr || scalarType(find(name).type) != m_computeType;
}

at::Tensor StoredWeights::view(const std::string& name) const {
    const StoredTensor& tensor = find(name);
    const at::Tensor plain = tensorOf(tensor);
    if (plain.const_data_ptr() != static_cast<const void*>(tensor.bytes.data())) {
        return plain;
    }
    return at::from_blob(
        plain.data_ptr(), plain.sizes(), [source = m_source, adapter = m_adapter](void*) {}, plain.options());
}

at::Tensor StoredWeights::stored(const std::string& name) const {
    if (addition(name) == nullptr) {
        return view(name);
    }
    at::Tensor merged = at::empty(shape(name), at::kFloat);
    copyTo(name, merged);
    return merged;
}

void StoredWeights::copyInto(const at::Tensor& target, const at::Tensor& stored) {
    if (const DeviceKernels* kernels = deviceKernels(target.device().type())) {
        kernels->upload(stored, target);
    } else {
        target.copy_(stored);
    }
}

void StoredWeights::copyTo(const std::string& name, const at::Tensor& target) const {
    if (const AdapterFile::LowRank* low = addition(name)) {
        mergeInto(target, view(name), *low);
    } else {
        copyInto(target, view(name));
    }
}

at::Tensor StoredWeights::onDevice(const std::string& name, at::ScalarType type) const {
    if (m_device.is_cpu() && addition(name) == nullptr) {
        return view(name).to(type);
    }
    at::Tensor copy = at::empty(shape(name), at::TensorOptions().dtype(type).device(m_device));
    copyTo(name, copy);
    return copy;
}

at::Tensor StoredWeights::converted(const std::string& name) const {
    return onDevice(name, m_computeType);
}

void StoredWeights::fetch(const std::string& name) const {
    m_source->fetch(find(name));
}

void StoredWeights::release(const std::string& name) const {
    m_source->release(find(name));
}

at::Tensor WideningBuffer::reserve(std::int64_t elements, const at::TensorOptions& options, std::size_t part) {
    at::Tensor& buffer = m_parts.at(part);
    if (!buffer.defined() || buffer.numel() < elements || buffer.dtype() != options.dtype() ||
        buffer.device() != options.device()) {
        buffer = at::Tensor(); // given back before the larger one is asked for
        buffer = at::empty({elements}, options);
    }
    return buffer;
}

LayerWeights::LayerWeights(std::shared_ptr<const StoredWeights> weights, std::vector<std::vector<std::string>> names,
                           Residence residence, std::shared_ptr<WideningBuffer> buffer)
    : m_weights(std::move(weights)),
      m_names(std::move(names)),
      m_residence(residence),
      m_buffer(std::move(buffer)),
      m_resident(m_names.size()),
      m_scales(m_names.size()),
      m_isFetched(m_names.size()) {}

LayerWeights::~LayerWeights() {
    if (m_fetching.valid()) {
        m_fetching.wait(); // whatever became of it
    }
}

void LayerWeights::prepare(std::int64_t index) {
    const auto at = static_cast<std::size_t>(index);
    if (isStreamed() || !m_resident[at].empty()) {
        return;
    }
    waitForFetching(); // of this layer: what came after its pages are given back would stay
    if (isConverted(at) && at + 1 < m_names.size() && isConverted(at + 1)) {
        startFetching(at + 1);
    }
    for (const std::string& name : m_names[at]) {
        addResident(at, name);
    }
}

void LayerWeights::addResident(std::size_t layer, const std::string& name) {
    if (m_residence == Residence::Quantised && isLargeMap(name)) {
        Int8Weight narrow = quantised(m_weights->stored(name));
        m_resident[layer].push_back(std::move(narrow.values));
        m_scales[layer].push_back(std::move(narrow.scales));
        m_weights->release(name);
        return;
    }
    m_resident[layer].push_back(m_weights->converted(name));
    m_scales[layer].emplace_back();
    if (m_weights->needsConversion(name)) {
        m_weights->release(name);
    }
}

std::span<const at::Tensor> LayerWeights::layer(std::int64_t index) {
    const auto at = static_cast<std::size_t>(index);
    if (m_current != index) {
        if (isStreamed()) {
            stream(at);
        } else {
            prepare(index);
        }
        fetchAfter(at);
        m_current = index;
    }
    return isStreamed() ? m_streamed : m_resident[at];
}

void LayerWeights::forget() {
    if (m_residence == Residence::StreamedTightly && m_current >= 0) {
        for (const std::string& name : m_names[static_cast<std::size_t>(m_current)]) {
            m_weights->release(name); // those that were used as they lie in the file
        }
    }
    m_current = -1;
    m_streamed.clear();
    m_ahead.clear();
}

void LayerWeights::stream(std::size_t layer) {
    if (m_weights->device().is_cpu()) {
        forget();
        m_streamed = widened(layer, 0);
    } else {
        // The next layer is on its way while the device works on this one: two parts take turns.
        m_streamed = m_current + 1 == static_cast<std::int64_t>(layer) && !m_ahead.empty() ? std::move(m_ahead)
                                                                                           : widened(layer, layer % 2);
        m_ahead = layer + 1 < m_names.size() ? widened(layer + 1, (layer + 1) % 2) : std::vector<at::Tensor>();
    }
    m_scales[layer].resize(m_streamed.size());
}

std::vector<at::Tensor> LayerWeights::widened(std::size_t layer, std::size_t part) {
    constexpr std::int64_t kAlignment = 64; // elements; keeps every tensor on a cache line of its own
    const auto padded = [](std::int64_t elements) { return (elements + kAlignment - 1) / kAlignment * kAlignment; };
    const auto numel = [&](const std::string& name) { return c10::multiply_integers(m_weights->shape(name)); };
    std::vector<at::Tensor> tensors;
    std::int64_t elements = 0;
    for (const std::string& name : m_names[layer]) {
        elements += m_weights->needsConversion(name) ? padded(numel(name)) : 0;
    }
    const auto options = at::TensorOptions().dtype(m_weights->computeType()).device(m_weights->device());
    const at::Tensor buffer = elements > 0 ? m_buffer->reserve(elements, options, part) : at::Tensor();
    std::int64_t begin = 0;
    for (const std::string& name : m_names[layer]) {
        if (!m_weights->needsConversion(name)) {
            tensors.push_back(m_weights->stored(name));
            continue;
        }
        tensors.push_back(buffer.narrow(0, begin, numel(name)).view(m_weights->shape(name)));
        m_weights->copyTo(name, tensors.back());
        begin += padded(numel(name));
        if (m_residence == Residence::StreamedTightly) {
            m_weights->release(name);
        }
    }
    return tensors;
}

bool LayerWeights::usesFile(std::size_t layer) const {
    return isStreamed() ||
           (m_residence == Residence::Resident &&
            std::ranges::any_of(m_names[layer], [&](const std::string& name) { return !m_weights->needsConversion(name); }));
}

bool LayerWeights::isConverted(std::size_t layer) const {
    return m_residence == Residence::Quantised ||
           std::ranges::any_of(m_names[layer], [&](const std::string& name) { return m_weights->needsConversion(name); });
}

void LayerWeights::fetchAfter(std::size_t layer) {
    const bool tight = m_residence == Residence::StreamedTightly;
    m_isFetched[layer] = !tight;
    const std::size_t next = layer + 1;
    if (next >= m_names.size() || m_isFetched[next] || !usesFile(next)) {
        return;
    }
    m_isFetched[next] = !tight;
    waitForFetching();
    startFetching(next);
}

void LayerWeights::startFetching(std::size_t layer) {
    m_fetching = std::async(std::launch::async, [weights = m_weights, &names = m_names[layer]] {
        for (const std::string& name : names) {
            weights->fetch(name);
        }
    });
}

void LayerWeights::waitForFetching() {
    if (m_fetching.valid()) {
        m_fetching.get();
    }
}

} // namespace trutina::engine
