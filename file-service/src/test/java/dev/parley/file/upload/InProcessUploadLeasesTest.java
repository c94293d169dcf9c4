package dev.parley.file.upload;

import dev.parley.platform.id.Ids;

class InProcessUploadLeasesTest implements UploadLeasesContract {

    private final InProcessUploadLeases leases = new InProcessUploadLeases();

    @Override
    public UploadLeases here() {
        return leases;
    }

    @Override
    public UploadLeases there() {
        return leases;
    }

    @Override
    public long upload() {
        return Ids.next();
    }
}
