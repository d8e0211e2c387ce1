// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/torch_archive.h"

#include "engine/checkpoint/checkpoint_failure.h"
#include "engine/checkpoint/state_dict_pickle.h"
#include "engine/checkpoint/stored_type.h"
#include "engine/checkpoint/zip_directory.h"

#include <cstdint>
#include <map>
#include <string_view>

namespace trutina::engine {

namespace {

using Entries = std::map<std::string, std::span<const std::byte>>;

constexpr std::string_view kPickleName = "/data.pkl";

/// All entries of an archive lie in one folder, whose name is free.
[[nodiscard]] std::string archiveFolder(const Entries& entries, const std::string& file) {
    std::string folder;
    for (const auto& [name, data] : entries) {
        if (name.ends_with(kPickleName) && name.find('/') == name.size() - kPickleName.size()) {
            if (!folder.empty()) {
                refuseDamaged(file, "the archive holds more than one pickle");
            }
            folder = name.substr(0, name.size() - kPickleName.size());
        }
    }
    if (folder.empty()) {
        refuseUnsupported(file, "the zip archive holds no 'data.pkl', so torch.save did not write it",
                          "Choose the weight files of the model.");
    }
    return folder;
}

void requireLittleEndian(const Entries& entries, const std::string& folder, const std::string& file) {
    const auto order = entries.find(folder + "/byteorder"); // absent in files of older versions, which are little-endian
    if (order == entries.end()) {
        return;
    }
    const std::string_view text(reinterpret_cast<const char*>(order->second.data()), order->second.size());
    if (text != "little") {
        refuseUnsupported(file, "its byte order is " + quotedText(text), "Save the checkpoint again on a little-endian machine.");
    }
}

/// Dimensions of one element may have any stride: it is never used.
[[nodiscard]] bool isContiguous(const PickledTensor& tensor) {
    std::int64_t expected = 1;
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
        if (tensor.shape[i] != 1 && tensor.strides[i] != expected) {
            return false;
        }
        expected *= tensor.shape[i];
    }
    return true;
}

[[nodiscard]] StoredTensor locate(const PickledTensor& pickled, const Entries& entries, const std::string& folder,
                                  const std::string& file) {
    const std::string name = "tensor " + quotedText(pickled.name);
    const auto storage = entries.find(folder + "/data/" + pickled.storageKey);
    if (storage == entries.end()) {
        refuseDamaged(file,
                      name + " lies in the storage " + quotedText(pickled.storageKey) + ", which the archive does not hold");
    }
    const std::uint64_t element = elementSize(pickled.type);
    const auto available = storage->second.size();
    if (pickled.storageElements < 0 || available % element != 0 ||
        available / element != static_cast<std::uint64_t>(pickled.storageElements)) {
        refuseDamaged(file, "the storage " + quotedText(pickled.storageKey) + " of " + name + " should hold " +
                                std::to_string(pickled.storageElements) + " numbers, but is " + std::to_string(available) +
                                " bytes long");
    }
    const auto length = denseByteCount(pickled.shape, pickled.type);
    if (!length || pickled.offset < 0 || static_cast<std::uint64_t>(pickled.offset) > available / element ||
        *length > available - static_cast<std::uint64_t>(pickled.offset) * element) {
        refuseDamaged(file, name + " of shape " + shapeText(pickled.shape) + " reaches beyond its storage");
    }
    if (*length != 0 && !isContiguous(pickled)) {
        refuseUnsupported(file, name + " is not contiguous (strides " + shapeText(pickled.strides) + ")",
                          "Save the checkpoint again after calling contiguous() on its tensors.");
    }
    StoredTensor tensor;
    tensor.name = pickled.name;
    tensor.type = pickled.type;
    tensor.shape = pickled.shape;
    tensor.bytes = storage->second.subspan(static_cast<std::size_t>(pickled.offset) * static_cast<std::size_t>(element),
                                           static_cast<std::size_t>(*length));
    tensor.file = file;
    return tensor;
}

} // namespace

std::vector<StoredTensor> readTorchArchive(std::span<const std::byte> bytes, const std::string& file) {
    const Entries entries = readZipDirectory(bytes, file);
    const std::string folder = archiveFolder(entries, file);
    requireLittleEndian(entries, folder, file);
    std::vector<StoredTensor> tensors;
    for (const PickledTensor& pickled : readStateDict(entries.at(folder + std::string(kPickleName)), file)) {
        tensors.push_back(locate(pickled, entries, folder, file));
    }
    return tensors;
}

} // namespace trutina::engine
