// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/stored_weights.h"

#include "engine/api/error.h"
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

StoredWeights::StoredWeights(std::shared_ptr<const WeightSource> source, at::ScalarType computeType)
    : m_source(std::move(source)), m_computeType(computeType) {}

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
    return scalarType(find(name).type) != m_computeType;
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

at::Tensor StoredWeights::converted(const std::string& name) const {
    return stored(name).to(m_computeType);
}

void StoredWeights::fetch(const std::string& name) const {
    m_source->fetch(find(name));
}

void StoredWeights::release(const std::string& name) const {
    m_source->release(find(name));
}

at::Tensor WideningBuffer::reserve(std::int64_t elements, at::ScalarType type) {
    if (!m_buffer.defined() || m_buffer.numel() < elements || m_buffer.scalar_type() != type) {
        m_buffer = at::Tensor(); // given back before the larger one is asked for
        m_buffer = at::empty({elements}, at::TensorOptions().dtype(type));
    }
    return m_buffer;
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
        m_fetching.wait();
    }
}

void LayerWeights::prepare(std::int64_t index) {
    const auto at = static_cast<std::size_t>(index);
    if (isStreamed() || !m_resident[at].empty()) {
        return;
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
}

void LayerWeights::stream(std::size_t layer) {
    constexpr std::int64_t kAlignment = 64; // elements; keeps every tensor on a cache line of its own
    const auto padded = [](std::int64_t elements) { return (elements + kAlignment - 1) / kAlignment * kAlignment; };
    forget();
    std::vector<at::Tensor> sources;
    std::int64_t elements = 0;
    for (const std::string& name : m_names[layer]) {
        sources.push_back(m_weights->stored(name));
        elements += m_weights->needsConversion(name) ? padded(sources.back().numel()) : 0;
    }
    const at::Tensor buffer = elements > 0 ? m_buffer->reserve(elements, m_weights->computeType()) : at::Tensor();
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::string& name = m_names[layer][i];
        if (!m_weights->needsConversion(name)) {
            m_streamed.push_back(std::move(sources[i]));
            continue;
        }
        m_streamed.push_back(buffer.narrow(0, begin, sources[i].numel()).view(sources[i].sizes()).copy_(sources[i]));
        begin += padded(sources[i].numel());
        if (m_residence == Residence::StreamedTightly) {
            m_weights->release(name);
        }
    }
    m_scales[layer].resize(sources.size());
}

bool LayerWeights::usesFile(std::size_t layer) const {
    return isStreamed() ||
           (m_residence == Residence::Resident &&
            std::ranges::any_of(m_names[layer], [&](const std::string& name) { return !m_weights->needsConversion(name); }));
}

void LayerWeights::fetchAfter(std::size_t layer) {
    const bool tight = m_residence == Residence::StreamedTightly;
    m_isFetched[layer] = !tight;
    const std::size_t next = layer + 1;
    if (next >= m_names.size() || m_isFetched[next] || !usesFile(next)) {
        return;
    }
    if (m_fetching.valid()) {
        m_fetching.get();
    }
    m_isFetched[next] = !tight;
    m_fetching = std::async(std::launch::async, [weights = m_weights, &names = m_names[next]] {
        for (const std::string& name : names) {
            weights->fetch(name);
        }
    });
}

} // namespace trutina::engine
