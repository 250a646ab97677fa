"""From a source to a searchable paragraph."""

from index.offline import stay_offline

stay_offline()
