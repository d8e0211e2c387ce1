// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/device_pictures.h"

#include "engine/media/triangle_filter.h"
#include "engine/model/device_kernels.h"

namespace trutina::engine {

namespace {

at::Tensor numbers(const std::vector<std::int32_t>& values, at::IntArrayRef shape, c10::Device device) {
    return at::from_blob(const_cast<std::int32_t*>(values.data()), shape, at::kInt).to(device);
}

const DeviceKernels& kernelsOf(c10::Device device) {
    const DeviceKernels* kernels = deviceKernels(device.type());
    TORCH_CHECK(kernels != nullptr, "no kernels for this device");
    return *kernels;
}

/// Resizes along the first axis.
void resizeAxis(const at::Tensor& source, const at::Tensor& target) {
    if (source.size(0) == target.size(0)) {
        target.copy_(source);
        return;
    }
    const auto lines = target.size(0);
    const auto filter = triangleFilter(static_cast<int>(source.size(0)), static_cast<int>(lines));
    kernelsOf(source.device())
        .resizeLines(source, target,
                     {numbers(filter.first, {lines}, source.device()), numbers(filter.count, {lines}, source.device()),
                      numbers(filter.weights, {lines, filter.taps}, source.device())});
}

} // namespace

at::Tensor copyToDevice(const Picture& sheet, c10::Device device) {
    const at::Tensor bytes =
        at::from_blob(const_cast<std::uint8_t*>(sheet.rgb.data()), {sheet.height, sheet.width, 3}, at::kByte);
    at::Tensor copy = at::empty(bytes.sizes(), bytes.options().device(device));
    kernelsOf(device).upload(bytes, copy);
    return copy;
}

at::Tensor sheetOnDevice(const Picture& picture, const Partition& partition, c10::Device device) {
    const auto landscape = [&](const at::Tensor& t) { return partition.transposed ? t.transpose(0, 1) : t; };
    const at::Tensor source = landscape(copyToDevice(picture, device));
    at::Tensor sheet =
        at::full({partition.sheetHeight, partition.sheetWidth, 3}, 255, at::TensorOptions(at::kByte).device(device));
    const at::Tensor target = landscape(sheet).narrow(0, partition.paddingTop, partition.scaledHeight);
    // First along the rows, then along the columns, rounding in between, as Pillow does.
    at::Tensor wide = source;
    if (source.size(1) != partition.scaledWidth) {
        wide = at::empty({source.size(0), partition.scaledWidth, 3}, source.options());
        resizeAxis(source.transpose(0, 1), wide.transpose(0, 1));
    }
    resizeAxis(wide, target);
    return sheet;
}

} // namespace trutina::engine
