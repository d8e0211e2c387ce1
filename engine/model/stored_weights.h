// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/adapter_file.h"
#include "engine/checkpoint/weight_source.h"

#include <ATen/ATen.h>

#include <array>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace trutina::engine {

[[nodiscard]] at::ScalarType scalarType(StoredType type);

/// The bytes as they lie in the file: a view where their alignment permits, else a copy. The view keeps nothing alive.
[[nodiscard]] at::Tensor tensorOf(const StoredTensor& tensor);

/// Weights stay in the type of the file or change to the compute type: the two are independent. What is computed with lies on one
/// device. With an adapter every weight is given with the adapter merged into it. Threads: constant after construction.
class StoredWeights {
  public:
    StoredWeights(std::shared_ptr<const WeightSource> source, at::ScalarType computeType, c10::Device device = at::kCPU,
                  std::shared_ptr<const AdapterFile> adapter = nullptr);

    /// The tensor in the type of the file. A view of the memory map where the alignment permits, else a copy. Never written to.
    /// What an adapter adds to is a float32 copy.
    [[nodiscard]] at::Tensor stored(const std::string& name) const;
    /// The tensor on the device, in some type: the view itself where nothing changes, else a copy.
    [[nodiscard]] at::Tensor onDevice(const std::string& name, at::ScalarType type) const;
    /// The tensor on the device, in the compute type.
    [[nodiscard]] at::Tensor converted(const std::string& name) const;
    /// Copies what `stored` gave into a tensor of the device, converting where the types differ.
    static void copyInto(const at::Tensor& target, const at::Tensor& stored);
    /// The tensor into one of its shape on the device, converting where the types differ.
    void copyTo(const std::string& name, const at::Tensor& target) const;
    [[nodiscard]] const std::vector<std::int64_t>& shape(const std::string& name) const { return find(name).shape; }
    [[nodiscard]] bool contains(const std::string& name) const;
    [[nodiscard]] bool needsConversion(const std::string& name) const; ///< `converted` gives a copy
    void fetch(const std::string& name) const;   ///< reads and maps the pages of this tensor; for a thread beside
    void release(const std::string& name) const; ///< the pages of this tensor are not needed soon
    [[nodiscard]] at::ScalarType computeType() const { return m_computeType; }
    [[nodiscard]] c10::Device device() const { return m_device; }

  private:
    [[nodiscard]] const StoredTensor& find(const std::string& name) const;
    [[nodiscard]] const AdapterFile::LowRank* addition(const std::string& name) const; ///< null where there is none
    [[nodiscard]] at::Tensor view(const std::string& name) const;                      ///< without the addition

    std::shared_ptr<const WeightSource> m_source;
    std::shared_ptr<const AdapterFile> m_adapter; ///< may be null
    at::ScalarType m_computeType;
    c10::Device m_device;
};

/// Memory for one layer in the compute type, reused by every layer that is widened into it.
class WideningBuffer {
  public:
    /// At least `elements` elements; what an earlier call returned for this part (0 or 1) is overwritten.
    [[nodiscard]] at::Tensor reserve(std::int64_t elements, const at::TensorOptions& options, std::size_t part);

  private:
    std::array<at::Tensor, 2> m_parts; ///< the second one is used on devices only, for the layer that comes next
};

/// Where the weights of layers are while the model computes.
enum class Residence {
    Resident,        ///< all layers stay in the compute type: as views of the file where it holds that type, else as copies
    Streamed,        ///< one layer at a time is widened into a reused buffer; the pages of the file stay
    StreamedTightly, ///< the same, and the pages of the file are given back: they are read again the next time
    Quantised,       ///< as Resident, but the large maps of the decoder in int8 (engine/model/int8_linear.h)
};

/// The weights of a stack of equal layers, layer by layer, in the order of the names given. While a layer is in use, another
/// thread reads the pages of the next one. Threads: one thread at a time (the buffer is shared between calls).
class LayerWeights {
  public:
    LayerWeights(std::shared_ptr<const StoredWeights> weights, std::vector<std::vector<std::string>> names, Residence residence,
                 std::shared_ptr<WideningBuffer> buffer);
    ~LayerWeights();
    LayerWeights(LayerWeights&&) noexcept = default;
    LayerWeights& operator=(LayerWeights&&) = delete;
    LayerWeights(const LayerWeights&) = delete;
    LayerWeights& operator=(const LayerWeights&) = delete;

    [[nodiscard]] at::ScalarType computeType() const { return m_weights->computeType(); }
    /// Layers are brought into one buffer, one at a time.
    [[nodiscard]] bool isStreamed() const {
        return m_residence == Residence::Streamed || m_residence == Residence::StreamedTightly;
    }
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(m_names.size()); }
    /// Valid until the next call. Asking again for the layer of the last call costs nothing.
    [[nodiscard]] std::span<const at::Tensor> layer(std::int64_t index);
    /// The scales of the layer's tensors, in the same order; undefined where a tensor is not int8. After `layer(index)`.
    [[nodiscard]] std::span<const at::Tensor> scales(std::int64_t index) const {
        return m_scales[static_cast<std::size_t>(index)];
    }
    /// Streamed tensors share one buffer among several stacks: forget what it holds before another stack uses it.
    void forget();
    /// Converts what stays in memory; called once per layer while loading, so that loading can be cancelled in between. The other
    /// thread reads the pages of the layer that comes next.
    void prepare(std::int64_t index);

  private:
    void addResident(std::size_t layer, const std::string& name);
    void stream(std::size_t layer);
    [[nodiscard]] std::vector<at::Tensor> widened(std::size_t layer, std::size_t part);
    [[nodiscard]] bool usesFile(std::size_t layer) const;    ///< while computing
    [[nodiscard]] bool isConverted(std::size_t layer) const; ///< while loading
    void fetchAfter(std::size_t layer);
    void startFetching(std::size_t layer); ///< on the other thread, which is done with what it had to fetch before
    void waitForFetching();

    std::shared_ptr<const StoredWeights> m_weights;
    std::vector<std::vector<std::string>> m_names;
    Residence m_residence;
    std::shared_ptr<WideningBuffer> m_buffer;
    std::vector<std::vector<at::Tensor>> m_resident;
    std::vector<std::vector<at::Tensor>> m_scales;
    std::vector<at::Tensor> m_streamed;
    std::vector<at::Tensor> m_ahead; ///< the layer after the current one, on devices
    std::vector<bool> m_isFetched;   ///< by layer: its pages have been read and not been given back
    std::future<void> m_fetching;    ///< the other thread
    std::int64_t m_current = -1;
};

} // namespace trutina::engine
